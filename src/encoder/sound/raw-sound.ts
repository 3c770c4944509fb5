import { open } from 'node:fs/promises'
import { throwIfCancelled } from '../../shared/within.ts'
import { blockSamples, type SoundBlock } from './mix-blocks.ts'
import { readSamples } from './sound-files.ts'

/** A span of a file of raw samples, in blocks; `at` counts from the file's start. @throws CANCELLED */
export async function* rawSound(
  path: string,
  { from, to, channels }: { readonly from: number; readonly to: number; readonly channels: number },
  signal: AbortSignal,
): AsyncGenerator<SoundBlock> {
  await using file = await open(path)
  for (let at = from; at < to; at += blockSamples) {
    throwIfCancelled(signal)
    const samples = new Float32Array(Math.min(blockSamples, to - at) * channels)
    const read = await readSamples(file, samples, at * channels)
    yield { at, samples: samples.subarray(0, read - (read % channels)) }
    if (read < samples.length) return
  }
}
