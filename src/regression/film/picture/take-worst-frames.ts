import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { takeFrame } from '../../../encoder/comparison/take-frame.ts'
import type { FilmFileFacts } from '../../../encoder/comparison/probe-film.ts'
import type { FoundFfmpeg } from '../../../encoder/find-ffmpeg.ts'
import type { MeasuredFrame, WorstFrame } from '../film-check.ts'
import type { FilmPair } from '../alignment/film-pair.ts'

type Take = {
  readonly tools: FoundFfmpeg
  readonly baseline: FilmFileFacts
  readonly actual: FilmFileFacts
  readonly films: Pick<FilmPair, 'times' | 'fps'>
  readonly folder: string
  readonly signal: AbortSignal
}

/** Differences are shown so many times as large as they are. */
export const differenceGain = 4

/** Pictures of frames, and of how they differ, as PNG files in a folder. @throws as runFfmpeg */
export async function takeWorstFrames(frames: readonly MeasuredFrame[], take: Take): Promise<readonly WorstFrame[]> {
  await mkdir(take.folder, { recursive: true })
  const worst: WorstFrame[] = []
  for (const measured of frames) worst.push(await takeWorstFrame(measured, take))
  return worst
}

async function takeWorstFrame(measured: MeasuredFrame, { tools, baseline, actual, films, folder, signal }: Take): Promise<WorstFrame> {
  const { frame, actualFrame } = measured
  const { times, fps } = films
  const file = (name: string) => join(folder, `frame-${String(frame).padStart(6, '0')}-${name}.png`)
  const files = { baseline: file('baseline'), actual: file('actual'), difference: file('difference') }
  // Half a frame before its time: never the frame before, never the one after.
  const before = (seconds: number | null | undefined, number: number) => Math.max(0, (seconds ?? number / fps) - 0.5 / fps)
  await takeFrame(tools, { film: baseline, afterS: before(times.baseline[frame], frame), outputPath: files.baseline }, signal)
  await takeFrame(tools, { film: actual, afterS: before(times.actual[actualFrame], actualFrame), outputPath: files.actual }, signal)
  await writeDifference(files, baseline.picture)
  return { measured, ...files }
}

async function writeDifference(files: Omit<WorstFrame, 'measured'>, { width, height }: { width: number; height: number }): Promise<void> {
  const actual = await sharp(files.actual).resize(width, height, { fit: 'fill' }).toBuffer()
  const plain = await sharp(files.baseline)
    .composite([{ input: actual, blend: 'difference' }])
    .removeAlpha()
    .raw()
    .toBuffer()
  await sharp(plain, { raw: { width, height, channels: 3 } })
    .linear(differenceGain, 0)
    .png()
    .toFile(files.difference)
}
