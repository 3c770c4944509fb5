/** @import { Strip } from './strip.js' */
/** @import { Viewer } from './viewer.js' */
import { part } from '../../../server/page-parts/elements.js'

const panStep = 64

/**
 * Single keys, where nobody is typing or at a control that has its own use for them.
 * @param {Strip} strip
 * @param {Viewer} viewer
 */
export function takeShortcuts(strip, viewer) {
  /** @type {Readonly<Record<string, () => void>>} */
  const keys = {
    j: () => strip.step(1),
    k: () => strip.step(-1),
    1: () => viewer.chooseMode(0),
    2: () => viewer.chooseMode(1),
    3: () => viewer.chooseMode(2),
    4: () => viewer.chooseMode(3),
    5: () => viewer.chooseMode(4),
    '+': () => viewer.zoom(1),
    '=': () => viewer.zoom(1),
    '-': () => viewer.zoom(-1),
    0: () => viewer.fit(),
    z: () => viewer.toBox(),
    b: () => viewer.flip(),
    ' ': () => viewer.toggleBlink(),
    c: () => document.querySelector('#command-part:not([hidden]) button')?.dispatchEvent(new MouseEvent('click')),
  }
  /** In the pictures alone: elsewhere arrows scroll the page. @type {Readonly<Record<string, { x: number, y: number }>>} */
  const moves = {
    ArrowLeft: { x: panStep, y: 0 },
    ArrowRight: { x: -panStep, y: 0 },
    ArrowUp: { x: 0, y: panStep },
    ArrowDown: { x: 0, y: -panStep },
  }
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const { target } = event
    const by = moves[event.key]
    if (by && target === part('panes', HTMLDivElement)) {
      event.preventDefault()
      viewer.move(by)
    }
    const isPressed = event.key === ' ' && target instanceof Element && target.closest('button, a, summary, input') !== null
    const run = keys[event.key]
    if (!run || isPressed) return
    event.preventDefault()
    run()
  })
}
