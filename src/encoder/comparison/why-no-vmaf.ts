import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { throwIfCancelled } from '../../shared/within.ts'
import type { FoundFfmpeg } from '../find-ffmpeg.ts'

/** Frames of nothing, as small as libvmaf takes them. */
const trial = ['-f', 'lavfi', '-i', 'color=s=192x108:d=0.1,split[a][b];[a][b]libvmaf', '-f', 'null', '-']

/** It takes a tenth of a second; an old libvmaf without a model may never end. */
const trialMs = 20_000

/**
 * Why this FFmpeg cannot measure VMAF, in words that go on after "there is no VMAF: "; null where it can.
 * A trial decides, not the list of filters: older builds have the filter and look for its model in a file that is not there.
 * @throws CANCELLED
 */
export async function whyNoVmaf({ ffmpeg }: FoundFfmpeg, signal: AbortSignal): Promise<string | null> {
  const run = (args: readonly string[]) => promisify(execFile)(ffmpeg, ['-hide_banner', ...args], { signal, timeout: trialMs, killSignal: 'SIGKILL' })
  try {
    if (!filtersIn((await run(['-filters'])).stdout).has('libvmaf')) return 'this FFmpeg was built without libvmaf'
    await run(trial)
    return null
  } catch (cause) {
    throwIfCancelled(signal)
    return `libvmaf of this FFmpeg does not work${reasonIn(cause)}`
  }
}

function reasonIn(cause: unknown): string {
  const words = cause instanceof Error && 'stderr' in cause ? String(cause.stderr) : ''
  return /(?:error loading|could not (?:read|load))[^\n]*model/i.test(words) ? ': it does not find its model' : ''
}

/** " TS. psnr              VV->V      Calculate the PSNR between two video streams." Newer FFmpegs have a column less. */
export function filtersIn(list: string): ReadonlySet<string> {
  return new Set([...list.matchAll(/^ [TSC.]{2,3} (\w+) +\S+->\S+ /gm)].map(([, name = '']) => name))
}
