import { defineScene } from '../runtime.js'
import { setColours, setTexts } from '../text.js'

/** Of the frame's shorter side. */
const margin = 0.07
/** Below the photograph, for the line; as in page.css. */
const border = { side: 0.026, line: 0.11 }

await defineScene(async ({ props, output }) => {
  setColours({ ground: props.table, paper: props.paper })
  const print = document.querySelector('.print')
  print.src = props.image
  await print.decode()
  place(document.querySelector('.frame'), cardFor(print.naturalWidth / print.naturalHeight, output))
  const line = document.querySelector('.line')
  if (props.line === '') line.textContent = ''
  else setTexts({ line: props.line })
  for (let fit = 1; fit > 0.3 && line.scrollHeight > line.clientHeight; fit -= 0.1) line.style.setProperty('--own-fit', String(fit))
})

/** The largest card in the frame whose photograph has nearly its own shape. */
function cardFor(aspect, { width, height }) {
  const unit = Math.min(width, height)
  const [side, below] = [2 * border.side * unit, (border.side + border.line) * unit]
  const room = { width: width - 2 * margin * unit, height: height - 2 * margin * unit }
  const shown = Math.min(Math.max(aspect, 0.7), 1.6)
  const photo = Math.min(room.width - side, (room.height - below) * shown)
  const card = { width: Math.round(photo + side), height: Math.round(photo / shown + below) }
  return { x: Math.round((width - card.width) / 2), y: Math.round((height - card.height) / 2), ...card }
}

function place({ style }, { x, y, width, height }) {
  for (const [name, value] of Object.entries({ x, y, w: width, h: height })) style.setProperty(`--${name}`, `${value}px`)
}
