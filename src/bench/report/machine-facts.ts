import { arch, cpus, loadavg, release, totalmem, type } from 'node:os'
import { findChromium } from '../../browser/find-chromium.ts'
import { probeChromium } from '../../browser/probe-chromium.ts'
import { usableCores } from '../../browser/slot-count.ts'
import { ffmpegVersion } from '../../encoder/ffmpeg-version.ts'
import { findFfmpeg } from '../../encoder/find-ffmpeg.ts'
import { messageOf } from '../../shared/errors.ts'
import { throwIfCancelled } from '../../shared/within.ts'

/** What the figures were measured on and with. */
export type MachineFacts = {
  readonly processor: string
  readonly cores: number
  readonly memoryGib: number
  readonly system: string
  readonly framefarm: string
  readonly node: string
  readonly ffmpeg: string
  /** With what draws; where there is none, why. */
  readonly chromium: string
  /** The load average of the minute before the benchmark: of a quiet machine it is near 0. */
  readonly loadBefore: number
}

/** @throws CANCELLED, TOOL_MISSING without FFmpeg */
export async function machineFacts(framefarm: string, signal: AbortSignal): Promise<MachineFacts> {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown processor',
    cores: usableCores(),
    memoryGib: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()} ${arch()}`,
    framefarm,
    node: process.version,
    loadBefore: loadavg()[0] ?? 0,
    ffmpeg: await ffmpegVersion(findFfmpeg(), signal),
    chromium: await chromiumText(signal),
  }
}

async function chromiumText(signal: AbortSignal): Promise<string> {
  try {
    const { version, gpu } = await probeChromium(findChromium(), signal)
    return `${version}, ${gpu.renderer}`
  } catch (error) {
    throwIfCancelled(signal)
    return `none: ${messageOf(error)}`
  }
}
