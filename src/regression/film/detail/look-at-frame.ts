import { rm } from 'node:fs/promises'
import { lumaOf } from '../../compare/plane.ts'
import { decodePng } from '../../picture/decode-picture.ts'
import type { MeasuredFrame } from '../film-check.ts'
import { takePair, type Take } from '../picture/take-pair.ts'
import { lookCloser, type CloserLook } from './look-closer.ts'

/** Takes a frame out of both films, which are of one size, and holds the two against each other. @throws as runFfmpeg */
export async function lookAtFrame(frame: MeasuredFrame, take: Take): Promise<CloserLook> {
  const pair = await takePair(frame, take)
  try {
    return lookCloser(lumaOf(await decodePng(pair.baseline)), lumaOf(await decodePng(pair.actual)))
  } finally {
    await Promise.all([pair.baseline, pair.actual].map((path) => rm(path, { force: true })))
  }
}
