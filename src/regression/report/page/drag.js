/** @import { Pane } from './pane.js' */

/**
 * What hands do to the pictures.
 * @typedef {{
 *   paneAt: (target: EventTarget | null) => Pane | null,
 *   isDivider: (pane: Pane, x: number) => boolean,
 *   onDivider: (share: number) => void,
 *   onMove: (by: { x: number, y: number }) => void,
 *   onZoom: (direction: 1 | -1, at: { x: number, y: number }) => void,
 *   onPoint: (at: { x: number, y: number } | null) => void,
 * }} Hands
 */

/** Of a wheel or a pinch, until the next stop. */
const wheelStep = 40

/**
 * Drags the pictures or the divider, zooms with a pinch or Ctrl and the wheel, and says what the pointer is on.
 * @param {HTMLElement} room
 * @param {Hands} hands
 */
export function dragPictures(room, hands) {
  /** @type {{ pane: Pane, isDivider: boolean, x: number, y: number } | null} */
  let held = null
  let turned = 0

  room.addEventListener('pointerdown', (event) => {
    const pane = hands.paneAt(event.target)
    if (!pane || event.button !== 0) return
    const at = pane.pointOf(event)
    held = { pane, isDivider: hands.isDivider(pane, at.x), x: event.clientX, y: event.clientY }
    // By the picture and not the room, or a double click would not say which picture it was on.
    if (event.target instanceof Element) event.target.setPointerCapture(event.pointerId)
    if (held.isDivider) hands.onDivider(at.x / pane.size.width)
  })
  room.addEventListener('pointermove', (event) => {
    const pane = held?.pane ?? hands.paneAt(event.target)
    hands.onPoint(pane ? pane.pointOf(event) : null)
    if (!held) return
    if (held.isDivider) hands.onDivider(held.pane.pointOf(event).x / held.pane.size.width)
    else hands.onMove({ x: event.clientX - held.x, y: event.clientY - held.y })
    held = { ...held, x: event.clientX, y: event.clientY }
  })
  for (const end of /** @type {const} */ (['pointerup', 'pointercancel'])) room.addEventListener(end, () => (held = null))
  room.addEventListener('pointerleave', () => hands.onPoint(null))
  room.addEventListener('dblclick', (event) => {
    const pane = hands.paneAt(event.target)
    if (pane) hands.onZoom(1, pane.pointOf(event))
  })
  room.addEventListener(
    'wheel',
    (event) => {
      const pane = hands.paneAt(event.target)
      // Without Ctrl the wheel is for the page.
      if (!pane || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      turned += event.deltaY
      if (Math.abs(turned) < wheelStep) return
      hands.onZoom(turned < 0 ? 1 : -1, pane.pointOf(event))
      turned = 0
    },
    { passive: false },
  )
}
