import { mkdir } from 'node:fs/promises'
import sharp from 'sharp'
import type { MeasuredFrame, WorstFrame } from '../film-check.ts'
import { takePair, type Take, type TakenPair } from './take-pair.ts'

/** Differences are shown so many times as large as they are. */
export const differenceGain = 4

/** Pictures of frames, and of how they differ, as PNG files in a folder. @throws as runFfmpeg */
export async function takeWorstFrames(frames: readonly MeasuredFrame[], take: Take): Promise<readonly WorstFrame[]> {
  await mkdir(take.folder, { recursive: true })
  const worst: WorstFrame[] = []
  for (const measured of frames) {
    const pair = await takePair(measured, take)
    const difference = pair.actual.replace(/actual\.png$/, 'difference.png')
    await writeDifference(pair, { ...take.baseline.picture, path: difference })
    worst.push({ measured, ...pair, difference })
  }
  return worst
}

type Target = { readonly path: string; readonly width: number; readonly height: number }

async function writeDifference(pair: TakenPair, { path, width, height }: Target): Promise<void> {
  const actual = await sharp(pair.actual).resize(width, height, { fit: 'fill' }).toBuffer()
  const plain = await sharp(pair.baseline)
    .composite([{ input: actual, blend: 'difference' }])
    .removeAlpha()
    .raw()
    .toBuffer()
  await sharp(plain, { raw: { width, height, channels: 3 } })
    .linear(differenceGain, 0)
    .png()
    .toFile(path)
}
