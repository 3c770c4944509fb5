import type { SoundAssets } from '../assets/gather-sounds.ts'
import type { Fault } from '../film/fault.ts'
import type { Film } from '../film/film.ts'
import type { SoundMix } from '../film/sound-mix.ts'
import { sceneDurations } from './plan-durations.ts'
import { planSound } from './plan-sound.ts'
import { soundWarnings } from './sound-warnings.ts'
import { durationOf, sceneRanges } from './timeline.ts'

export type SoundPlan = { readonly durationS: number; readonly sound: SoundMix | null; readonly warnings: readonly Fault[] }

/** The sound of a film as it is in the film's plan, without a look at its pictures. */
export function planSoundAlone(film: Film, assets: SoundAssets): SoundPlan {
  const ranges = sceneRanges(sceneDurations(film, assets), film.output.fps)
  const timing = { ranges, durationS: durationOf(ranges.at(-1)?.to ?? 0, film.output.fps) }
  return { durationS: timing.durationS, sound: planSound(film, assets, timing), warnings: soundWarnings(film, assets, timing) }
}
