import type { RenderEvent } from '../farm/render-events.ts'
import { clockText } from './clock-text.ts'

type Frames = Extract<RenderEvent, { type: 'frames' }>

const barWidth = 24
/** A terminal's line is drawn again at most so often; a log gets a line at most so often. */
const everyMs = { terminal: 100, log: 10_000 }

/** What a render is doing, on one line of a terminal, or as a line now and then in a log. */
export class ProgressDisplay {
  readonly #out: NodeJS.WriteStream
  readonly #quiet: boolean
  #lastMs = 0
  #renderingSinceMs = 0
  #hasLine = false

  constructor(out: NodeJS.WriteStream, { quiet }: { quiet: boolean }) {
    this.#out = out
    this.#quiet = quiet
  }

  show(event: RenderEvent): void {
    if (this.#quiet) return
    if (event.type === 'warning') this.#print(`warning: ${event.message}`)
    if (event.type === 'output') this.#print(`output ${event.name} (${event.number} of ${event.total})`)
    if (event.type === 'stage') this.#showStage(event.stage)
    if (event.type === 'frames') this.#showFrames(event)
  }

  /** Ends the line that is being drawn again and again. */
  end(): void {
    if (this.#hasLine) this.#out.write('\n')
    this.#hasLine = false
  }

  #showStage(stage: string): void {
    if (stage === 'rendering') this.#renderingSinceMs = performance.now()
    if (this.#out.isTTY && stage !== 'rendering') this.#draw(`${stage} ...`)
    else if (!this.#out.isTTY) this.#print(stage)
  }

  #showFrames(frames: Frames): void {
    const nowMs = performance.now()
    const isLast = frames.done === frames.total
    const waitMs = this.#out.isTTY ? everyMs.terminal : everyMs.log
    if (!isLast && nowMs - this.#lastMs < waitMs) return
    this.#lastMs = nowMs
    const text = framesText(frames, (nowMs - this.#renderingSinceMs) / 1000)
    if (this.#out.isTTY) this.#draw(text)
    else this.#print(text)
  }

  #print(text: string): void {
    this.end()
    this.#out.write(`${text}\n`)
  }

  #draw(text: string): void {
    const columns = this.#out.columns || 100
    this.#out.write(`\r\u001B[K${text.slice(0, columns - 1)}`)
    this.#hasLine = true
  }
}

/** `rendering  ████████░░░░ 1200/3600 frames  17.2 frames/s  2:20 left` */
export function framesText({ done, reused, total }: Frames, elapsedS: number): string {
  const filled = Math.floor((done / total) * barWidth)
  const bar = '█'.repeat(filled) + '░'.repeat(barWidth - filled)
  const rate = elapsedS > 0 ? (done - reused) / elapsedS : 0
  const left = rate > 0 ? `  ${rate.toFixed(1)} frames/s  ${clockText((total - done) / rate)} left` : ''
  return `rendering ${bar} ${done}/${total} frames${left}`
}
