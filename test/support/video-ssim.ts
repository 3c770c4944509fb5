import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { findFfmpeg } from '../../src/encoder/find-ffmpeg.ts'

/** How like each frame of a film is to the frame of the same number of another: 1 is the same. */
export async function ssimOf(path: string, otherPath: string): Promise<readonly number[]> {
  const numbered = 'settb=1/1000,setpts=N,format=yuv420p'
  const graph = `[0:v]${numbered}[a];[1:v]${numbered}[b];[a][b]ssim=stats_file=-`
  const args = ['-v', 'error', '-i', path, '-i', otherPath, '-filter_complex', graph, '-f', 'null', '-']
  const { stdout } = await promisify(execFile)(findFfmpeg().ffmpeg, args, { maxBuffer: 1e8 })
  return [...stdout.matchAll(/All:([\d.]+)/g)].map(([, value]) => Number(value))
}
