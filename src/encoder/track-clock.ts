import type { FilmContainer } from '../film/containers.ts'
import type { FrameRate } from '../film/film.ts'
import { frameTicks, trackTimescale } from './time-scale.ts'

/** How a container counts the time of its frames. */
export type TrackClock = {
  /** As ffprobe writes it. */
  readonly timeBase: string
  readonly ticksPerSecond: number
  readonly ticksOf: (frame: number) => number
  /** The same as an expression over N for FFmpeg's bitstream filter, and the length of a frame. */
  readonly expression: string
  readonly duration: string
}

/** Whole ticks for every frame where the container allows it. Matroska counts milliseconds, and a frame is at the nearest one. */
export function trackClock(container: FilmContainer, fps: FrameRate): TrackClock {
  if (container === 'webm') {
    const { num, den } = fps
    const duration = `round(${(1000 * den) / num})`
    return {
      timeBase: '1/1000',
      ticksPerSecond: 1000,
      ticksOf: (frame) => Math.round((frame * 1000 * den) / num),
      expression: `round(N*${1000 * den}/${num})`,
      duration,
    }
  }
  const ticks = frameTicks(fps)
  return {
    timeBase: `1/${trackTimescale(fps)}`,
    ticksPerSecond: trackTimescale(fps),
    ticksOf: (frame) => frame * ticks,
    expression: `N*${ticks}`,
    duration: `${ticks}`,
  }
}
