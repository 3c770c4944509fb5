import type { MixMusic } from '../../film/sound-mix.ts'
import type { SoundBlock } from './mix-blocks.ts'
import { duckingGain, type Speech } from './ducking.ts'

/** Gains are computed so many samples apart and go straight in between: under a millisecond, and no step is heard. */
const everySamples = 32

type MusicTimes = {
  /** When the music ends: with the film, or before it where nothing is repeated. */
  readonly endS: number
  readonly speech: readonly Speech[]
}

/** Volume, fades, envelope and ducking of the music in one. @returns a function to be called with times that only grow */
export function musicGain(music: MixMusic, { endS, speech }: MusicTimes): (timeS: number) => number {
  const { volume, fadeInS, fadeOutS, ducking } = music
  const envelope = envelopeGain(music.envelope)
  const ducked = ducking ? duckingGain(speech, ducking) : () => 1
  // No fade is longer than the music: it would never be heard at its volume.
  const fadeIn = Math.min(fadeInS, endS)
  const fadeOut = Math.min(fadeOutS, endS)
  return (timeS) => {
    const rising = fadeIn > 0 ? clampToUnit(timeS / fadeIn) : 1
    const falling = fadeOut > 0 ? clampToUnit((endS - timeS) / fadeOut) : 1
    return volume * rising * falling * envelope(timeS) * ducked(timeS)
  }
}

/** Straight lines between the points; before the first and after the last as there. */
function envelopeGain(points: MixMusic['envelope']): (timeS: number) => number {
  let next = 0
  return (timeS) => {
    while ((points[next]?.at ?? Infinity) <= timeS) next++
    const before = points[next - 1]
    const after = points[next]
    if (!before || !after) return before?.gain ?? after?.gain ?? 1
    return before.gain + ((after.gain - before.gain) * (timeS - before.at)) / (after.at - before.at)
  }
}

function clampToUnit(value: number): number {
  return Math.min(1, Math.max(0, value))
}

/** Multiplies a block by a gain that changes with time. Blocks come in order, each as long as a whole number of steps but the last. */
export function applyGain(
  { at, samples }: SoundBlock,
  gainAt: (timeS: number) => number,
  { sampleRate, channels }: { sampleRate: number; channels: number },
): void {
  const length = samples.length / channels
  let gain = gainAt(at / sampleRate)
  for (let from = 0; from < length; from += everySamples) {
    const to = Math.min(length, from + everySamples)
    const nextGain = gainAt((at + to) / sampleRate)
    const step = (nextGain - gain) / (to - from)
    for (let index = from; index < to; index++, gain += step) {
      for (let channel = 0; channel < channels; channel++) samples[index * channels + channel]! *= gain
    }
    gain = nextGain
  }
}
