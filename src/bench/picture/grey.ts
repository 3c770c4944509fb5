import type { Window } from './exact-frame.ts'

/** A picture of one channel, row by row. */
export type Grey = { readonly data: Uint8Array | Float32Array; readonly width: number; readonly height: number }

export function cut({ data, width }: Grey, window: Window): Grey {
  const part = new Float32Array(window.width * window.height)
  for (let row = 0; row < window.height; row++) {
    const from = (window.top + row) * width + window.left
    part.set(data.subarray(from, from + window.width), row * window.width)
  }
  return { data: part, width: window.width, height: window.height }
}
