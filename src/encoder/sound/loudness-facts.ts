import type { LoudnessFacts } from '../../film/sound-mix.ts'
import { integratedLoudness } from './integrated-loudness.ts'
import type { SoundMeasure } from './sound-meter.ts'

/** What people are told of a measured sound. */
export function loudnessFacts({ energies, truePeak }: SoundMeasure): LoudnessFacts {
  return { integratedLufs: integratedLoudness(energies), truePeakDb: truePeak > 0 ? 20 * Math.log10(truePeak) : null }
}
