import { resample, type FloatPlane, type Line } from './resample.ts'
import type { PhotoPlanes } from './photo-planes.ts'

type Size = { readonly width: number; readonly height: number }
export type Window = Size & { readonly left: number; readonly top: number }

/** What a program's picture has against the scene, in frame pixels: moved right and down, and larger by a part about the middle. */
export type Displacement = { readonly x: number; readonly y: number; readonly larger: number }

const noDisplacement: Displacement = { x: 0, y: 0, larger: 0 }

/** A photo that covers the frame, at `zoom` about its middle. */
export type Shot = { readonly frame: Size; readonly zoom: number; readonly displacement?: Displacement }

/** Luma of a part of the frame, as it should be: code values, not rounded. */
export function exactLuma({ y }: Pick<PhotoPlanes, 'y'>, shot: Shot, { left, top, width, height }: Window): FloatPlane {
  const columns = lineOf(shot, 'width', y.width)
  const rows = lineOf(shot, 'height', y.height)
  return resample(y, columns({ first: left + 0.5, every: 1, outputs: width }), rows({ first: top + 0.5, every: 1, outputs: height }))
}

/** The whole frame as raw yuv420p, rounded; chroma lies on every other luma column, between two rows. */
export function exactFrame({ y, u, v }: PhotoPlanes, shot: Shot): Buffer {
  const { width, height } = shot.frame
  const luma = exactLuma({ y }, shot, { left: 0, top: 0, width, height })
  const columns = lineOf(shot, 'width', y.width)({ first: 0.5, every: 2, outputs: width / 2 })
  const rows = lineOf(shot, 'height', y.height)({ first: 1, every: 2, outputs: height / 2 })
  const chroma = [u, v].map((plane) => resample(plane, halved(columns), halved(rows)))
  // A clamped array rounds, and holds what the kernel's overshoot has carried beyond 0 and 255.
  return Buffer.concat([luma, ...chroma].map(({ data }) => Buffer.from(new Uint8ClampedArray(data).buffer)))
}

type Outputs = { readonly first: number; readonly every: number; readonly outputs: number }

/** Output i lies at `first + i * every` of the frame; of the photo, whose middle is the frame's, that is a line of samples. */
function lineOf({ frame, zoom, displacement = noDisplacement }: Shot, side: keyof Size, photoSide: number): (outputs: Outputs) => Line {
  const middle = frame[side] / 2
  const perPixel = (photoSide / (frame[side] * zoom)) * (1 - displacement.larger)
  const moved = side === 'width' ? displacement.x : displacement.y
  return ({ first, every, outputs }) => ({
    offset: photoSide / 2 + (first - moved - middle) * perPixel - 0.5,
    step: every * perPixel,
    outputs,
  })
}

/** The same line on a plane of half the size, whose sample k lies amid the samples 2k and 2k + 1. */
function halved({ offset, step, outputs }: Line): Line {
  return { offset: (offset + 0.5) / 2 - 0.5, step: step / 2, outputs }
}
