import type { RenderRequest } from '../api/render-request.ts'
import type { Speeds } from './speeds.ts'

/** Of a scene that nobody has looked at: eight seconds at 30 frames a second. */
const usualFrames = 240

/**
 * A render is due when so many times as long as one worker would take for it have gone by. Whoever is due first goes first: a small film
 * overtakes a huge one that is under way, and a film that has waited long for its size is overtaken by none.
 */
const stretch = 10

export function guessFrames(film: RenderRequest['film']): number {
  const { scenes } = film
  return (Array.isArray(scenes) ? scenes.length : 1) * usualFrames
}

/** From when the render was accepted. */
export function dueSeconds(frames: number, method: RenderRequest['method'], speeds: Speeds): number {
  return stretch * (speeds.prepareSeconds + frames / speeds.framesPerSecond(method))
}
