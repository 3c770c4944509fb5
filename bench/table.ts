import { stat } from 'node:fs/promises'
import { arch, cpus, totalmem } from 'node:os'
import { probeChromium } from '../src/browser/probe-chromium.ts'
import { findChromium } from '../src/browser/find-chromium.ts'
import { usableCores } from '../src/browser/slot-count.ts'
import { ffmpegVersion } from '../src/encoder/ffmpeg-version.ts'
import { findFfmpeg } from '../src/encoder/find-ffmpeg.ts'
import type { Row } from './rows.ts'
import { benchFrames } from './scene.ts'

/** Seconds of each run, in the order of the rounds. */
export type Timing = { readonly row: Row; readonly seconds: readonly number[] }

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const half = sorted.length / 2
  return ((sorted[Math.ceil(half) - 1] ?? 0) + (sorted[Math.floor(half)] ?? 0)) / 2
}

/** The results as a Markdown table. Ratios are taken round by round, so that a machine that slows down slows both sides. */
export async function resultTable(timings: readonly Timing[]): Promise<string> {
  const limit = timings[0]?.seconds ?? []
  const rows = timings.map(async ({ row, seconds }) => {
    const ratio = median(seconds.map((value, round) => value / (limit[round] ?? value)))
    const range = `${Math.min(...seconds).toFixed(1)} to ${Math.max(...seconds).toFixed(1)}`
    const megabytes = ((await stat(row.outputPath)).size / 1e6).toFixed(1)
    return `| ${row.name} | ${median(seconds).toFixed(1)} | ${range} | ${(benchFrames / median(seconds)).toFixed(1)} | ${ratio.toFixed(2)} | ${megabytes} |`
  })
  return [
    '| program | seconds (median) | range | frames/s | ratio to the limit | MB |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    ...(await Promise.all(rows)),
    '',
  ].join('\n')
}

export async function machineText(): Promise<string> {
  const signal = new AbortController().signal
  const chromium = await probeChromium(findChromium(), signal)
  const ffmpeg = await ffmpegVersion(findFfmpeg(), signal)
  const model = cpus()[0]?.model ?? 'unknown processor'
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`
  return `${model} (${arch()}), ${usableCores()} cores, ${memory}; ${chromium.version}, ${chromium.gpu.renderer}; FFmpeg ${ffmpeg}; Node ${process.version}`
}
