import type { SoundAssets } from '../assets/gather-sounds.ts'
import type { Fault } from '../film/fault.ts'
import type { Film } from '../film/film.ts'
import type { SoundMix, SoundTrack, SoundWindow } from '../film/sound-mix.ts'
import { sceneDurations } from './plan-durations.ts'
import { planRange } from './plan-range.ts'
import { planSound, planTrack } from './plan-sound.ts'
import { soundWarnings } from './sound-warnings.ts'
import { durationOf, sceneRanges } from './timeline.ts'

export type SoundPlan = {
  /** null where nothing is heard. */
  readonly sound: SoundMix | null
  /** null for a film without a sound track. */
  readonly soundTrack: SoundTrack | null
  /** The part of the film that is wanted; null for the whole. */
  readonly window: SoundWindow | null
  /** Of the whole film, or of its part. */
  readonly durationS: number
  readonly warnings: readonly Fault[]
}

/** The sound of a film as it is in the film's plan, without a look at its pictures. @throws FilmInvalidError for a range that the film does not have */
export function planSoundAlone(film: Film, assets: SoundAssets): SoundPlan {
  const { fps } = film.output
  const ranges = sceneRanges(sceneDurations(film, assets), fps)
  const frames = ranges.at(-1)?.to ?? 0
  const timing = { ranges, durationS: durationOf(frames, fps) }
  const { range, warnings } = planRange(film.delivery, frames, fps)
  const durationS = durationOf(range.to - range.from, fps)
  const sound = planSound(film, assets, timing)
  return {
    sound,
    soundTrack: planTrack(film, sound !== null),
    window: durationS === timing.durationS ? null : { fromS: durationOf(range.from, fps), durationS },
    durationS,
    warnings: [...warnings, ...soundWarnings(film, assets, timing)],
  }
}
