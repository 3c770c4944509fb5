import type { SoundMix } from '../../film/sound-mix.ts'
import type { SoundToDecode } from './decode-sounds.ts'

/** Every sound file of a mix, once, and how much of it may be heard. */
export function neededSounds({ voices, effects, music, durationS }: SoundMix): readonly SoundToDecode[] {
  const parts = [
    ...[...voices, ...effects].map(({ file, trimStartS, lengthS }) => ({ file, neededS: trimStartS + lengthS })),
    ...(music?.tracks ?? []).map(({ file, trimStartS, lengthS }) => ({ file, neededS: trimStartS + (lengthS ?? durationS) })),
  ]
  const byPath = Map.groupBy(parts, ({ file }) => file.path)
  return [...byPath.values()].flatMap((uses) => {
    const neededS = Math.max(...uses.map((use) => use.neededS))
    return uses.slice(0, 1).map(({ file }) => ({ file, neededS }))
  })
}
