import type { Output } from '../film/film.ts'
import type { FilteredFrames } from './encode-chunk.ts'
import { stillAs } from './still-input.ts'

/** Files of the frame's size: how the scene looks in its first, its middle and its last frame. */
export type CrossfadeStills = { readonly first: string; readonly middle: string; readonly last: string }

type FrameRange = { readonly from: number; readonly to: number }

/** The part of a chunk that lies within one fade: frame `from` of the fade shows `out` alone, frame `to` shows `into` alone. */
type FadePart = { readonly out: string; readonly into: string; readonly fade: FrameRange; readonly frames: FrameRange }

/** Of a scene with so many frames, the one that shows the middle still alone. */
export function middleFrame(sceneFrames: number): number {
  return Math.round((sceneFrames - 1) / 2)
}

/**
 * Three stills, faded into each other over the whole scene. A chunk has only the parts of the fades that it shows: each xfade begins before the
 * chunk by as much as the fade had gone on, so a frame is the same in whatever chunk it is.
 * @param frames counted from the scene's start
 */
export function crossfadeFrames(stills: CrossfadeStills, sceneFrames: number, frames: FrameRange, { fps }: Output): FilteredFrames {
  const parts = fadeParts(stills, sceneFrames, frames)
  const inputs = parts.flatMap(({ out, into }) => [out, into].map((path) => stillAs('yuv420p', path, fps)))
  const chains = inputs.map(({ filter }, index) => {
    const { from, to } = parts[Math.floor(index / 2)]?.frames ?? frames
    return `[${index}:v]${filter},tpad=stop_mode=clone:stop=${to - from - 1},settb=1/${fadingFrameRate},setpts=N[still${index}]`
  })
  const fades = parts.map(
    ({ fade, frames: shown }, index) => `[still${2 * index}][still${2 * index + 1}]xfade=${fadeOptions(fade, shown)}[part${index}]`,
  )
  const labels = parts.map((_, index) => `[part${index}]`).join('')
  const whole = `${labels}concat=n=${parts.length},settb=${fps.den}/${fps.num},setpts=N`
  return { type: 'filtered', inputs: inputs.map(({ input }) => input), graph: [...chains, ...fades, whole].join(';') }
}

function fadeParts({ first, middle, last }: CrossfadeStills, sceneFrames: number, { from, to }: FrameRange): readonly FadePart[] {
  const turn = middleFrame(sceneFrames)
  const parts: readonly FadePart[] = [
    { out: first, into: middle, fade: { from: 0, to: turn }, frames: { from, to: Math.min(to, turn + 1) } },
    { out: middle, into: last, fade: { from: turn, to: sceneFrames - 1 }, frames: { from: Math.max(from, turn + 1), to } },
  ]
  return parts.filter(({ frames }) => frames.from < frames.to)
}

/** While they are faded, frames have a time of their own: xfade lasts at most 60 s, and half a scene may be 216,000 frames. */
const fadingFrameRate = 10_000

function fadeOptions(fade: FrameRange, shown: FrameRange): string {
  const seconds = (frames: number) => (frames / fadingFrameRate).toFixed(4)
  // A scene of one frame has a fade of none, and xfade divides by it.
  return `transition=fade:duration=${seconds(Math.max(1, fade.to - fade.from))}:offset=${seconds(fade.from - shown.from)}`
}
