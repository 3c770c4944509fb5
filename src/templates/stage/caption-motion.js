// When layers of captions are to be seen, and how words pop. Paused animations: the page's clock sets their time.

/**
 * Shows a layer in some intervals of the scene, by opacity in steps. An animation that never ends, as far as the page can tell:
 * before and after it keeps its first and last value.
 * @param {HTMLElement} layer
 * @param {readonly (readonly [number, number])[]} intervals in milliseconds, in order; the end is not part of it
 */
export function shown(layer, intervals) {
  const seen = intervals.filter(([startMs, endMs]) => endMs > Math.max(0, startMs))
  const durationMs = seen.at(-1)?.[1] ?? 1
  const changes = seen.flatMap(([startMs, endMs]) => [
    { atMs: Math.max(0, startMs), opacity: 1 },
    { atMs: endMs, opacity: 0 },
  ])
  const first = changes[0]?.atMs === 0 ? [] : [{ atMs: 0, opacity: 0 }]
  const keyframes = [...first, ...changes].map(({ atMs, opacity }) => ({ offset: atMs / durationMs, opacity, easing: 'step-end' }))
  layer.animate(keyframes.length > 1 ? keyframes : { opacity: [0, 0] }, { duration: durationMs, fill: 'both' }).pause()
  return layer
}

/** Milliseconds; a shorter word pops in all the time it has. */
const popMs = 220

/**
 * A word pops up when it is spoken, over its own size and back.
 * @param {HTMLElement} layer
 * @param {{ startMs: number, endMs: number }} word
 * @param {{ scale: number, from: number }} size
 */
export function pop(layer, { startMs, endMs }, { scale, from }) {
  const keyframes = [
    { transform: `scale(${from})`, easing: 'ease-out' },
    { transform: `scale(${scale})`, offset: 0.5, easing: 'ease-in-out' },
    { transform: 'scale(1)' },
  ]
  layer.animate(keyframes, { delay: startMs, duration: Math.max(1, Math.min(popMs, endMs - startMs)), fill: 'both' }).pause()
}
