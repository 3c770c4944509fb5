import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { findFfmpeg } from '../../src/encoder/find-ffmpeg.ts'
import { loadTemplate } from '../../src/templates/load-template.ts'
import { sceneSite } from './scene-site.ts'
import type { Site } from '../../src/templates/site.ts'

/** Blocks of the counter from left to right: two guards that a blank picture cannot show, then the number's bits, lowest first. */
export const counterBits = ['guard-white', 'guard-black', ...Array.from({ length: 12 }, (_, shift) => shift)]
const blockPx = 16

export const counterSize = { width: 320, height: 64 }

/** A scene that shows the number of each frame. */
export async function counterSite({ fps, frames, template = 'frame-counter' }: { fps: number; frames: number; template?: string }): Promise<Site> {
  const loaded = await loadTemplate(template, join(import.meta.dirname, '../fixtures/templates'))
  return sceneSite(loaded, { props: { fps, bits: counterBits }, output: counterSize, durationMs: (frames * 1000) / fps }, new Map())
}

/** The numbers of all frames of a film (or of pictures), as they stand in the pixels; -1 where there is none. */
export async function readCounters(path: string, inputOptions: readonly string[] = []): Promise<readonly number[]> {
  const width = counterBits.length * blockPx
  const crop = `crop=${width}:${blockPx}:0:0,format=gray`
  const args = ['-v', 'error', ...inputOptions, '-i', path, '-vf', crop, '-fps_mode', 'passthrough', '-f', 'rawvideo', '-']
  const { stdout } = await promisify(execFile)(findFfmpeg().ffmpeg, args, { encoding: 'buffer', maxBuffer: 1e9 })
  const frameBytes = width * blockPx
  return Array.from({ length: stdout.length / frameBytes }, (_, frame) =>
    counterIn(stdout.subarray(frame * frameBytes, (frame + 1) * frameBytes), width),
  )
}

function counterIn(picture: Buffer, width: number): number {
  const isWhite = (block: number) => (picture[(blockPx / 2) * width + block * blockPx + blockPx / 2] ?? 0) > 127
  if (!isWhite(0) || isWhite(1)) return -1
  return counterBits.slice(2).reduce<number>((number, _, index) => number + (isWhite(index + 2) ? 2 ** index : 0), 0)
}
