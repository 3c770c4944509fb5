import { progress, useTime } from './use-time.js'

const stepMs = 220
const growMs = 1100

/** A bar chart whose bars grow one after the other while their numbers count up. */
export function Chart({ title, unit, bars, accent, frame }) {
  const largest = Math.max(...bars.map(({ value }) => value), 1)
  const isUpright = frame.height > frame.width
  return (
    <section className={isUpright ? 'chart upright' : 'chart'} style={{ '--accent': accent }}>
      <Title text={title} />
      <ol>
        {bars.map((bar, index) => (
          <Bar key={bar.label} {...bar} unit={unit} share={bar.value / largest} startMs={500 + index * stepMs} />
        ))}
      </ol>
    </section>
  )
}

function Title({ text }) {
  const shown = progress(useTime(), 0, 800)
  return <h1 style={{ opacity: shown, transform: `translateY(${(1 - shown) * 0.6}em)` }}>{text}</h1>
}

function Bar({ label, value, unit, share, startMs }) {
  const grown = progress(useTime(), startMs, startMs + growMs)
  return (
    <li>
      <span className="label">{label}</span>
      <span className="track">
        <span className="bar" style={{ width: `${grown * share * 100}%` }} />
      </span>
      <span className="value">
        {Math.round(grown * value).toLocaleString('en')}
        {unit === '' ? '' : ` ${unit}`}
      </span>
    </li>
  )
}
