import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { FoundFfmpeg } from '../find-ffmpeg.ts'

/** Names of the filters that an FFmpeg was built with. */
export async function knownFilters({ ffmpeg }: FoundFfmpeg, signal: AbortSignal): Promise<ReadonlySet<string>> {
  const { stdout } = await promisify(execFile)(ffmpeg, ['-hide_banner', '-filters'], { signal })
  return filtersIn(stdout)
}

/** " TS. psnr              VV->V      Calculate the PSNR between two video streams." Newer FFmpegs have a column less. */
export function filtersIn(list: string): ReadonlySet<string> {
  return new Set([...list.matchAll(/^ [TSC.]{2,3} (\w+) +\S+->\S+ /gm)].map(([, name = '']) => name))
}
