import type { SoundAssets } from '../assets/gather-sounds.ts'
import type { Film } from '../film/film.ts'
import { heardSeconds } from './heard-seconds.ts'

/** No scene is shorter, as in the schema. */
const shortestS = 0.1

/** Seconds that each scene lasts; one of duration auto as long as its voice, the wait before it and the padding after it. */
export function sceneDurations(film: Film, { voiceovers }: Pick<SoundAssets, 'voiceovers'>): readonly number[] {
  const { num, den } = film.output.fps
  return film.scenes.map(({ duration, voiceover, padding }, index) => {
    if (duration !== 'auto') return duration
    const sound = voiceovers[index]
    if (!voiceover || !sound) throw new Error('unreachable: auto without a voiceover has not passed the schema')
    return Math.max(shortestS, den / num, voiceover.offset + heardSeconds(voiceover.trim, sound) + padding)
  })
}
