import type { Level } from './choose-level.ts'
import { limiterGainAt } from './limiter.ts'
import type { SoundBlock } from './mix-blocks.ts'

/** The blocks at their level, as bytes for an encoder. */
export async function* levelBlocks(blocks: AsyncIterable<SoundBlock>, level: Level, channels: number): AsyncGenerator<Buffer> {
  for await (const block of blocks) {
    applyLevel(block, level, channels)
    const { buffer, byteOffset, byteLength } = block.samples
    yield Buffer.from(buffer, byteOffset, byteLength)
  }
}

function applyLevel({ at, samples }: SoundBlock, { gain, limits }: Level, channels: number): void {
  const length = samples.length / channels
  for (let index = 0; index < length; index++) {
    const now = limits ? gain * limiterGainAt(limits, at + index) : gain
    for (let channel = 0; channel < channels; channel++) samples[index * channels + channel]! *= now
  }
}
