/** @import { ReadyState } from '../preview-state.ts' */

/**
 * The time of a frame in milliseconds, by the same arithmetic as the renderer's, so that both ask a page for the very same time.
 * @param {number} frame
 * @param {ReadyState['fps']} fps
 */
export function frameTimeMs(frame, { num, den }) {
  return (frame * 1000 * den) / num
}

/**
 * Index of the scene that a frame of the film belongs to.
 * @param {ReadyState} film
 * @param {number} frame
 */
export function sceneIndexAt({ scenes }, frame) {
  const index = scenes.findIndex(({ to }) => frame < to)
  return index === -1 ? scenes.length - 1 : index
}

/**
 * 75040 -> "1:15.040"
 * @param {number} timeMs
 */
export function timeText(timeMs) {
  const whole = Math.round(timeMs)
  const [minutes, seconds, rest] = [Math.floor(whole / 60_000), Math.floor(whole / 1000) % 60, whole % 1000]
  return `${minutes}:${String(seconds).padStart(2, '0')}.${String(rest).padStart(3, '0')}`
}

/**
 * 75000 -> "1:15", 75500 -> "1:15.5": as short as it can be.
 * @param {number} timeMs
 */
export function shortTimeText(timeMs) {
  return timeText(timeMs).replace(/\.?0+$/, '')
}
