import { carryPage } from '../runtime.js'

/**
 * @typedef {object} ActData
 * @property {string} name of its folder in the site, `outgoing` or `incoming`
 * @property {number} offsetMs where its page is when the scene begins
 * @property {number | null} endMs when it is over, in the scene's time
 */

/**
 * Loads an act's page into a frame of its own, above those before it, waits until it can be seeked, and puts it to the scene's time from then on.
 * @param {ActData} act
 * @returns {Promise<HTMLIFrameElement>}
 */
export async function openAct({ name, offsetMs, endMs }) {
  const frame = document.createElement('iframe')
  frame.className = 'act'
  frame.dataset['act'] = name
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }))
  // Not drawn before it is at time 0: Chromium would go on with the scale at which it has first drawn what moves.
  frame.style.visibility = 'hidden'
  frame.src = `../${name}/template/page.html`
  document.body.append(frame)
  await loaded
  const runtime = runtimeOf(frame)
  if (!runtime) throw new Error('the page does not import ../runtime.js')
  await runtime.ready
  carryPage(async (timeMs) => {
    const isOver = endMs !== null && timeMs >= endMs
    // What is over is not drawn; its page keeps its last time.
    if (!isOver) await runtimeOf(frame)?.seek(timeMs + offsetMs)
    frame.style.visibility = isOver ? 'hidden' : 'visible'
  })
  return frame
}

/**
 * @typedef {object} Runtime what runtime.js offers of a page
 * @property {Promise<void>} ready
 * @property {(timeMs: number) => Promise<void>} seek
 * @property {() => Promise<typeof import('../layers.js')>} layers
 */

/**
 * @param {HTMLIFrameElement} frame
 * @returns {Runtime | undefined}
 */
export function runtimeOf(frame) {
  return /** @type {{ framefarm?: Runtime } | null} */ (/** @type {unknown} */ (frame.contentWindow))?.framefarm
}

/** The frames of the acts, lowest first. */
export function actFrames() {
  return /** @type {HTMLIFrameElement[]} */ ([...document.querySelectorAll('iframe[data-act]')])
}

/**
 * Takes the background of a page away, whatever its template has painted there: the film keeps what nothing is drawn on transparent.
 * @param {HTMLIFrameElement} frame
 */
export function unpaint(frame) {
  const style = document.createElement('style')
  style.textContent = 'html, body { background: transparent !important; }'
  frame.contentDocument?.head.append(style)
}
