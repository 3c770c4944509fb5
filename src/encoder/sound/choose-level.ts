import { integratedLoudness } from './integrated-loudness.ts'
import { limiterGains } from './limiter.ts'
import { peakSpan, type SoundMeasure } from './sound-meter.ts'

/** What is done to a mix: one gain for the whole film, and where peaks would be too high a limiter (`limits`, a gain for each span of peaks). */
export type Level = { readonly gain: number; readonly limits: Float32Array | null }

type LevelWish = { readonly targetLufs: number | null; readonly ceilingDb: number; readonly sampleRate: number }

/** More would make a film of nothing but noise as loud as one of speech. */
const mostGainDb = 40
/** Beyond this the limiter would be heard as the film itself, and the film would hardly get louder. */
const mostLimitedDb = 20
const closeEnoughLu = 0.02
/** Each round comes nearer; the limiter takes away a part of what the gain has given. */
const mostRounds = 20

/** How a measured mix comes to its target. One gain keeps all that was mixed in proportion; only peaks above the ceiling are turned down. */
export function chooseLevel(measure: SoundMeasure, { targetLufs, ceilingDb, sampleRate }: LevelWish): Level {
  const ceiling = 10 ** (ceilingDb / 20)
  const levelAt = (gainDb: number): Level => {
    const gain = 10 ** (gainDb / 20)
    return { gain, limits: limiterGains(measure.peaks, ceiling / gain, sampleRate) }
  }
  const mixed = integratedLoudness(measure.energies)
  if (targetLufs === null || mixed === null) return levelAt(0)
  const mostDb = Math.min(mostGainDb, ceilingDb - 20 * Math.log10(measure.truePeak) + mostLimitedDb)
  let gainDb = Math.min(mostDb, targetLufs - mixed)
  let level = levelAt(gainDb)
  for (let round = 0; round < mostRounds && level.limits !== null && gainDb < mostDb; round++) {
    const missingLu = targetLufs - (loudnessAt(measure, level, sampleRate) ?? targetLufs)
    if (Math.abs(missingLu) < closeEnoughLu) break
    gainDb = Math.min(mostDb, gainDb + missingLu)
    level = levelAt(gainDb)
  }
  return level
}

/** Loudness of what has been measured, after a level: near enough to choose by, and without another pass over the sound. */
function loudnessAt({ energies }: SoundMeasure, { gain, limits }: Level, sampleRate: number): number | null {
  const spansOfUnit = sampleRate / 100 / peakSpan
  return integratedLoudness(
    energies.map((energy, unit) => {
      const from = Math.floor(unit * spansOfUnit)
      const to = Math.max(from + 1, Math.ceil((unit + 1) * spansOfUnit))
      return energy * gain * gain * (limits ? meanSquare(limits.subarray(from, to)) : 1)
    }),
  )
}

function meanSquare(values: Float32Array): number {
  return values.length === 0 ? 1 : values.reduce((sum, value) => sum + value * value, 0) / values.length
}
