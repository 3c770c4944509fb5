import type { SoundMix } from '../../film/sound-mix.ts'
import type { SoundToDecode } from './decode-sounds.ts'

/** Every sound file of a mix, once, and how much of it may be heard. */
export function neededSounds({ voices, effects, music, durationS }: SoundMix): readonly SoundToDecode[] {
  const parts = [
    ...[...voices, ...effects].map(({ path, name, trimStartS, lengthS }) => ({ path, name, neededS: trimStartS + lengthS })),
    ...(music?.tracks ?? []).map(({ path, name, trimStartS, lengthS }) => ({ path, name, neededS: trimStartS + (lengthS ?? durationS) })),
  ]
  const byPath = Map.groupBy(parts, ({ path }) => path)
  return [...byPath].map(([path, uses]) => ({ path, name: uses[0]?.name ?? path, neededS: Math.max(...uses.map(({ neededS }) => neededS)) }))
}
