import { loudnessFacts } from '../../../encoder/sound/loudness-facts.ts'
import { rawSound } from '../../../encoder/sound/raw-sound.ts'
import { SoundMeter } from '../../../encoder/sound/sound-meter.ts'
import type { Loudness, SoundCheck } from '../film-check.ts'
import { findOffset } from './find-offset.ts'
import { measurePieces } from './measure-pieces.ts'
import type { RawSamples } from './raw-samples.ts'

/** Holds two sounds against each other. @throws CANCELLED */
export async function checkSound(
  baseline: RawSamples,
  actual: RawSamples,
  signal: AbortSignal,
): Promise<{ readonly check: SoundCheck; readonly isEqual: boolean }> {
  const { sampleRate } = baseline
  const offset = await findOffset(baseline, actual)
  const { pieces, correlation, isEqual } = await measurePieces(baseline, actual, offset?.samples ?? 0)
  const check: SoundCheck = {
    offset: offset === null ? null : { samples: offset.samples, ms: (offset.samples * 1000) / sampleRate, sampleRate },
    correlation,
    loudness: { baseline: await loudnessOf(baseline, signal), actual: await loudnessOf(actual, signal) },
    pieces,
    lengthS: { baseline: baseline.length / sampleRate, actual: actual.length / sampleRate },
  }
  return { check, isEqual }
}

async function loudnessOf({ path, sampleRate, channels, length }: RawSamples, signal: AbortSignal): Promise<Loudness> {
  const meter = new SoundMeter({ sampleRate, channels, samples: length, exactWithinDb: 0 })
  for await (const { samples } of rawSound(path, { from: 0, to: length, channels }, signal)) meter.add(samples)
  return loudnessFacts(meter.finish())
}
