import type { PixelBox } from './pixel-box.ts'
import type { PixelMask } from './near-changes.ts'
import type { Plane } from './plane.ts'
import type { Picture } from '../picture/picture.ts'

/** Two pictures that differ, and what is needed to say how. */
export type Evidence = {
  readonly baseline: Picture
  readonly actual: Picture
  /** 1 where pixels are compared; null where all are. */
  readonly compared: Uint8Array | null
  /** Where in the frame they lie, in pixels. */
  readonly origin: { readonly x: number; readonly y: number }
  /** The zone that they are a part of: all of it that differs. */
  readonly zone: PixelBox
  readonly lumaBefore: Plane
  readonly lumaNow: Plane
  readonly near: PixelMask
}
