import type { Ducking } from '../../film/film-sound.ts'
import type { SoundBlock } from './mix-blocks.ts'

/** When a voice is heard, in seconds. */
export type Speech = { readonly fromS: number; readonly toS: number }

/** Short against a syllable. */
const windowS = 0.01

/**
 * Finds out of the voices alone when they are heard: windows above the threshold, and the pauses between them that are not longer than the hold.
 * @param voices the mix of the voices
 */
export async function findSpeech(
  voices: AsyncIterable<SoundBlock>,
  { threshold, hold }: Pick<Ducking, 'threshold' | 'hold'>,
  { sampleRate, channels }: { readonly sampleRate: number; readonly channels: number },
): Promise<readonly Speech[]> {
  const window = Math.round(windowS * sampleRate) * channels
  const least = 10 ** (threshold / 10)
  const speech: { fromS: number; toS: number }[] = []
  let [power, counted, start] = [0, 0, 0]
  const endWindow = () => {
    const fromS = start / channels / sampleRate
    const toS = (start + counted) / channels / sampleRate
    const last = speech.at(-1)
    if (power / counted > least) {
      if (last && fromS - last.toS <= hold) last.toS = toS
      else speech.push({ fromS, toS })
    }
    start += counted
    ;[power, counted] = [0, 0]
  }
  for await (const { samples } of voices) {
    for (const sample of samples) {
      power += sample * sample
      if (++counted === window) endWindow()
    }
  }
  if (counted > 0) endWindow()
  return speech
}

/**
 * Gain of the music at a time: straight in dB from nothing to the depth before a voice begins, and back after it has ended.
 * @returns a function to be called with times that only grow
 */
export function duckingGain(
  speech: readonly Speech[],
  { depth, attack, release }: Pick<Ducking, 'depth' | 'attack' | 'release'>,
): (timeS: number) => number {
  let next = 0
  return (timeS) => {
    while ((speech[next]?.fromS ?? Infinity) <= timeS) next++
    const before = speech[next - 1]
    const after = speech[next]
    const releasing = before ? nearness(timeS - before.toS, release) : 0
    const attacking = after ? nearness(after.fromS - timeS, attack) : 0
    return 10 ** ((-depth * Math.max(releasing, attacking)) / 20)
  }
}

/** 1 within a voice, 0 from `ramp` seconds away from it. */
function nearness(distanceS: number, rampS: number): number {
  if (distanceS <= 0) return 1
  return distanceS >= rampS ? 0 : 1 - distanceS / rampS
}
