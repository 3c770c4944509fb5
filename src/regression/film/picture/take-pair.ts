import { join } from 'node:path'
import { takeFrame } from '../../../encoder/comparison/take-frame.ts'
import type { FilmFileFacts } from '../../../encoder/comparison/probe-film.ts'
import type { FoundFfmpeg } from '../../../encoder/find-ffmpeg.ts'
import type { FilmPair } from '../alignment/film-pair.ts'
import type { MeasuredFrame } from '../film-check.ts'

/** Out of what pictures are taken, and where they are put. */
export type Take = {
  readonly tools: FoundFfmpeg
  readonly baseline: FilmFileFacts
  readonly actual: FilmFileFacts
  readonly films: Pick<FilmPair, 'times' | 'fps'>
  readonly folder: string
  readonly signal: AbortSignal
}

/** Paths of PNG files. */
export type TakenPair = { readonly baseline: string; readonly actual: string }

/** Takes a frame out of both films, in full size. @throws as runFfmpeg */
export async function takePair({ frame, actualFrame }: MeasuredFrame, take: Take): Promise<TakenPair> {
  const { tools, films, folder, signal } = take
  const { times, fps } = films
  const path = (name: string) => join(folder, `frame-${String(frame).padStart(6, '0')}-${name}.png`)
  // Half a frame before its time: never the frame before, never the one after.
  const before = (seconds: number | null | undefined, number: number) => Math.max(0, (seconds ?? number / fps) - 0.5 / fps)
  const pair = { baseline: path('baseline'), actual: path('actual') }
  await takeFrame(tools, { film: take.baseline, afterS: before(times.baseline[frame], frame), outputPath: pair.baseline }, signal)
  await takeFrame(tools, { film: take.actual, afterS: before(times.actual[actualFrame], actualFrame), outputPath: pair.actual }, signal)
  return pair
}
