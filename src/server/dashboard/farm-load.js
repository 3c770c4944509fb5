/** @import { FarmLoad } from '../../api/farm-load.ts' */
import { part, setText } from '../page-parts/elements.js'

const number = new Intl.NumberFormat('en')

/** @param {FarmLoad | null} load null: the server does not tell */
export function showLoad(load) {
  part('load', HTMLElement).hidden = load === null
  if (!load) return
  setText(part('load-running', HTMLElement), number.format(load.runningRenders))
  setText(part('load-queued', HTMLElement), number.format(load.queuedRenders))
  setText(part('load-frames', HTMLElement), number.format(load.queuedFrames))
  setText(part('load-workers', HTMLElement), number.format(load.workers.length))
  setText(part('load-speed', HTMLElement), load.framesPerSecond === null ? '–' : `${number.format(Math.round(load.framesPerSecond))} frames/s`)
}
