import { framesOf, scaleAt, type BenchScene } from '../scene/bench-scene.ts'
import { decodedFrames } from './decoded-frames.ts'
import { exactLuma, type Displacement, type Window } from './exact-frame.ts'
import { cut, type Grey } from './grey.ts'
import { locate } from './locate.ts'
import { mean, motionFigures, type MotionFigures } from './motion-figures.ts'
import type { PhotoPlanes } from './photo-planes.ts'
import { meanSquaredError, psnrOf } from './psnr.ts'
import type { Shift } from './shift-between.ts'
import { ssim } from './ssim.ts'

/** A film held against the frames that it should show. */
export type PictureFigures = Partial<PhotoFigures> & {
  /** Of luma, over some frames. */
  readonly psnrDb: number
  readonly ssim: number
}

/** What can be told only of a photo that moves as a whole. */
type PhotoFigures = MotionFigures & {
  /** What is the same in all frames, and taken out before the two are compared. */
  readonly displacement: Displacement
}

/** Frames in a row whose place is measured, and frames that are compared as pictures, evenly over the film. */
const motionFrames = 100
const pictureFrames = 5

/** Numbers of the frames that are compared as pictures. */
export function comparedFrames(frames: number): readonly number[] {
  return [...new Set(range(pictureFrames).map((index) => Math.round((index * (frames - 1)) / (pictureFrames - 1))))]
}

/**
 * A film held against the exact resample of its photo.
 * @throws CANCELLED, FFMPEG_FAILED, or an Error where the film has too few frames or another size
 */
export async function measurePicture(
  scene: BenchScene,
  photo: PhotoPlanes,
  film: { readonly path: string; readonly folder: string; readonly signal: AbortSignal },
): Promise<PictureFigures> {
  const frames = framesOf(scene)
  const firstMoving = Math.max(0, Math.floor((frames - motionFrames) / 2))
  const moving = range(Math.min(frames, motionFrames)).map((index) => firstMoving + index)
  const compared = comparedFrames(frames)
  const numbers = [...new Set([...moving, ...compared])].toSorted((a, b) => a - b)
  const windows = motionWindows(scene)
  const places = windows.map((): Shift[] => [])
  const kept = new Map<number, Grey>()
  let at = 0
  for await (const frame of decodedFrames({ ...scene, path: film.path }, numbers, film)) {
    const number = numbers[at++] ?? 0
    if (compared.includes(number)) kept.set(number, frame)
    if (!moving.includes(number)) continue
    for (const [index, window] of windows.entries()) {
      const guess = places[index]?.at(-1) ?? { x: 0, y: 0 }
      places[index]?.push(locate(frame, photo, { shot: { frame: scene, zoom: scaleAt(scene, number) }, window, guess }))
    }
  }
  const displacement = displacementOf(places, scene)
  return { ...motionFigures(places), ...compare(kept, photo, scene, displacement), displacement }
}

function compare(frames: ReadonlyMap<number, Grey>, photo: PhotoPlanes, scene: BenchScene, displacement: Displacement) {
  // Where a displaced picture ends is no matter of its quality.
  const margin = Math.floor(scene.height / 32)
  const inside = { left: margin, top: margin, width: scene.width - 2 * margin, height: scene.height - 2 * margin }
  const results = [...frames].map(([number, frame]) => {
    const exact = exactLuma(photo, { frame: scene, zoom: scaleAt(scene, number), displacement }, inside)
    const picture = cut(frame, inside)
    return { error: meanSquaredError(exact, picture), likeness: ssim(exact, picture) }
  })
  return { psnrDb: psnrOf(mean(results.map(({ error }) => error))), ssim: mean(results.map(({ likeness }) => likeness)) }
}

/** Two, on both sides of the middle: together they tell a shift from a difference in size. */
function motionWindows({ width, height }: BenchScene): readonly Window[] {
  const size = Math.min(256, 2 * Math.floor(0.12 * height))
  return [0.25, 0.75].map((part) => ({
    ...{ left: Math.round(part * width - size / 2), top: Math.round(part * height - size / 2) },
    ...{ width: size, height: size },
  }))
}

function displacementOf([first = [], second = []]: readonly (readonly Shift[])[], { width, height }: BenchScene): Displacement {
  const [a, b] = [first, second].map((shifts) => ({ x: mean(shifts.map(({ x }) => x)), y: mean(shifts.map(({ y }) => y)) })) as [Shift, Shift]
  // The windows' middles are half the frame apart in both directions.
  const larger = ((b.x - a.x) / (width / 2) + (b.y - a.y) / (height / 2)) / 2
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, larger }
}

function range(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index)
}
