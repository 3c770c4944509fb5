/** @import { OutputFile, Render } from '../../api/render.ts' */
/** @import { RenderState } from '../../api/render-states.ts' */

/** @type {Readonly<Record<RenderState, { readonly word: string, readonly kind: 'waiting' | 'busy' | 'good' | 'bad', readonly isOver: boolean }>>} */
const states = {
  queued: { word: 'Queued', kind: 'waiting', isOver: false },
  preparing: { word: 'Preparing', kind: 'busy', isOver: false },
  rendering: { word: 'Rendering', kind: 'busy', isOver: false },
  joining: { word: 'Joining', kind: 'busy', isOver: false },
  mixing: { word: 'Mixing sound', kind: 'busy', isOver: false },
  uploading: { word: 'Uploading', kind: 'busy', isOver: false },
  succeeded: { word: 'Done', kind: 'good', isOver: true },
  failed: { word: 'Failed', kind: 'bad', isOver: true },
  cancelling: { word: 'Cancelling', kind: 'waiting', isOver: false },
  cancelled: { word: 'Cancelled', kind: 'waiting', isOver: true },
}

/** @param {Pick<Render, 'state'>} render */
export function stateWords({ state }) {
  return states[state]
}

/**
 * As its sender calls it, or the beginning of its id.
 * @param {Pick<Render, 'id' | 'metadata'>} render
 */
export function nameOf({ id, metadata }) {
  const name = metadata['title'] ?? metadata['name']
  return typeof name === 'string' && name.trim() !== '' ? name : id.slice(0, 12)
}

/**
 * `812 of 3600 frames · 96 frames/s · 29 s left`, as far as it is known.
 * @param {Render} render
 */
export function figuresOf({ state, progress: { framesDone, framesTotal, framesPerSecond, secondsLeft } }) {
  if (framesTotal === 0) return ''
  const frames = `${framesDone} of ${framesTotal} frames`
  if (states[state].isOver) return frames
  return [
    frames,
    framesPerSecond > 0 ? `${Math.round(framesPerSecond)} frames/s` : '',
    secondsLeft === null ? '' : `${durationText(secondsLeft)} left`,
  ]
    .filter((part) => part !== '')
    .join(' · ')
}

/**
 * How long and how large the finished film is.
 * @param {Pick<Render, 'outputs'>} render
 */
export function filmFactsOf({ outputs }) {
  const film = outputs.find(({ kind }) => kind === 'film')
  if (!film) return ''
  return film.durationSeconds === undefined ? sizeText(film) : `${durationText(film.durationSeconds)} · ${sizeText(film)}`
}

/** @param {number} seconds */
export function durationText(seconds) {
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`
}

/** @param {OutputFile} file */
export function sizeText({ bytes }) {
  if (bytes < 1000) return `${bytes} bytes`
  return bytes < 1e6 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`
}

const sinceWords = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'narrow' })

/**
 * @param {string} time ISO 8601
 * @param {number} nowMs
 */
export function sinceText(time, nowMs) {
  const seconds = Math.round((Date.parse(time) - nowMs) / 1000)
  if (seconds > -60) return 'now'
  if (seconds > -3600) return sinceWords.format(Math.round(seconds / 60), 'minute')
  if (seconds > -86_400) return sinceWords.format(Math.round(seconds / 3600), 'hour')
  return sinceWords.format(Math.round(seconds / 86_400), 'day')
}
