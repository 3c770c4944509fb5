import { throwIfCancelled } from '../../shared/within.ts'
import { placedGain, type Placement } from './placement.ts'
import { SoundFiles } from './sound-files.ts'

/** Some of the film's samples, interleaved; `at` is the place of the first, counted for one channel. */
export type SoundBlock = { readonly at: number; readonly samples: Float32Array }

export type SoundSpan = { readonly samples: number; readonly channels: 1 | 2 }

/** A third of a second: little memory, and few calls. */
export const blockSamples = 16_384

/** The sum of the placements, block by block, from the film's first sample to its last. @throws CANCELLED */
export async function* mixBlocks(
  placements: readonly Placement[],
  { samples, channels }: SoundSpan,
  signal: AbortSignal,
): AsyncGenerator<SoundBlock> {
  const waiting = placements.toSorted((a, b) => b.at - a.at)
  await using files = new SoundFiles(placements)
  let sounding: readonly Placement[] = []
  for (let at = 0; at < samples; at += blockSamples) {
    throwIfCancelled(signal)
    const end = Math.min(samples, at + blockSamples)
    const begun: Placement[] = []
    while ((waiting.at(-1)?.at ?? Infinity) < end) begun.push(...waiting.splice(-1))
    const block = { at, samples: new Float32Array((end - at) * channels) }
    const heard = [...sounding, ...begun]
    for (const placement of heard) await addPlacement(block, placement, { files, channels })
    const isOver = (placement: Placement) => placement.at + placement.length <= end
    for (const placement of heard.filter(isOver)) await files.leave(placement)
    sounding = heard.filter((placement) => !isOver(placement))
    yield block
  }
}

type Mixing = { readonly files: SoundFiles; readonly channels: 1 | 2 }

async function addPlacement({ at, samples }: SoundBlock, placement: Placement, { files, channels }: Mixing): Promise<void> {
  const first = Math.max(0, at - placement.at)
  const last = Math.min(placement.length, at + samples.length / channels - placement.at)
  if (last <= first) return
  const part = withChannels(await files.read(placement, placement.from + first, last - first), placement.sound.channels, channels)
  const { gain, fadeIn, fadeOut, length } = placement
  let write = (placement.at + first - at) * channels
  for (let index = first, read = 0; index < last; index++) {
    const isFading = index < fadeIn || index >= length - fadeOut
    const now = isFading ? placedGain(placement, index) : gain
    for (let channel = 0; channel < channels; channel++, read++, write++) samples[write] = (samples[write] ?? 0) + (part[read] ?? 0) * now
  }
}

/** Mono is heard at its level on both sides; of stereo, mono is the mean. */
function withChannels(samples: Float32Array, has: 1 | 2, wanted: 1 | 2): Float32Array {
  if (has === wanted) return samples
  if (has === 1) return Float32Array.from({ length: samples.length * 2 }, (_, index) => samples[index >> 1] ?? 0)
  return Float32Array.from({ length: samples.length / 2 }, (_, index) => ((samples[2 * index] ?? 0) + (samples[2 * index + 1] ?? 0)) / 2)
}
