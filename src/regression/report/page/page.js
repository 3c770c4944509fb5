/** @import { PageData } from '../page-data.ts' */
import { part } from '../../../server/page-parts/elements.js'
import { copyButtons } from './copy-text.js'
import { takeShortcuts } from './shortcuts.js'
import { Strip } from './strip.js'
import { Viewer } from './viewer.js'

/** @type {PageData} */
const data = JSON.parse(part('frames', HTMLScriptElement).textContent ?? '')

copyButtons()
if (data.frames.length > 0) {
  const viewer = new Viewer(data)
  part('shown', HTMLElement).hidden = false
  const strip = new Strip(data.frames, (frame) => void viewer.show(frame))
  part('next', HTMLButtonElement).addEventListener('click', () => strip.step(1))
  part('previous', HTMLButtonElement).addEventListener('click', () => strip.step(-1))
  takeShortcuts(strip, viewer)
}
