import type { Output } from '../film/film.ts'
import { stillAs } from './still-input.ts'
import type { FilteredFrames } from './encode-chunk.ts'

type Size = { readonly width: number; readonly height: number }

/** What a frame shows of the still, in the still's pixels. */
export type StillWindow = Size & { readonly left: number; readonly top: number }

/** `size` has the shape of the frame, because zoompan's window always has the shape of its input. */
export type ZoompanStill = { readonly path: string; readonly size: Size }

/** FFmpeg's own limit. */
export const zoompanLargestZoom = 10

/**
 * One still under zoompan, a window a frame. The windows are computed here, frame by frame, and given to zoompan as tables over `on`, its frame
 * number: so any easing is exact, and a frame is the same in whatever chunk it is. zoompan takes no commands, so sendcmd is no way.
 */
export function zoompanFrames({ path, size }: ZoompanStill, windows: readonly StillWindow[], output: Output): FilteredFrames {
  const { width, height, fps } = output
  const whole = windows.map((window) => wholeWindow(window, size))
  const expressions = {
    z: tableOver(whole.map(({ zoom }) => zoom)),
    x: tableOver(whole.map(({ x }) => x)),
    y: tableOver(whole.map(({ y }) => y)),
  }
  const options = [
    ...Object.entries(expressions).map(([name, expression]) => `${name}='${expression}'`),
    `d=${windows.length}`,
    `s=${width}x${height}`,
    `fps=${fps.num}/${fps.den}`,
  ]
  // 4:4:4, because in 4:2:0 zoompan moves by two pixels at a time.
  const still = stillAs('yuv444p', path, fps)
  return { type: 'filtered', inputs: [still.input], graph: `[0:v]${still.filter},zoompan=${options.join(':')},format=yuv420p` }
}

/**
 * The window that zoompan can cut nearest to the wanted one: it cuts whole pixels, and rounds all down. Left and right are rounded each for itself,
 * which leaves the middle at rest in a zoom about the middle; the height can only follow the width, within a pixel.
 */
function wholeWindow({ left, top, width, height }: StillWindow, still: Size): { zoom: number; x: number; y: number } {
  const x = Math.round(left)
  const wholeWidth = Math.min(still.width, Math.round(left + width)) - x
  const wantedHeight = Math.round(top + height) - Math.round(top)
  // Any width from this one up to the next is rounded down to it; of those the one whose height is the wanted one, if there is.
  const exactWidth = Math.min(wholeWidth + 0.9, Math.max(wholeWidth + 0.1, ((wantedHeight + 0.5) * still.width) / still.height))
  const zoom = Number(Math.max(1, still.width / exactWidth).toFixed(8))
  const wholeHeight = Math.floor(still.height * (1 / zoom))
  return { zoom, x, y: Math.round(top + (height - wholeHeight) / 2) }
}

/** An expression with the value at each frame. Halved again and again: nesting as deep as a chunk is long would be slow to read. */
export function tableOver(values: readonly number[], first = 0): string {
  if (values.every((value) => value === values[0])) return `${values[0] ?? 0}`
  const half = Math.ceil(values.length / 2)
  return `if(lt(on,${first + half}),${tableOver(values.slice(0, half), first)},${tableOver(values.slice(half), first + half)})`
}
