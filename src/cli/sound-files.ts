import { extname } from 'node:path'
import type { SoundCodec } from '../film/sound-mix.ts'

const codecs: ReadonlyMap<string, SoundCodec> = new Map([
  ['.m4a', 'aac'],
  ['.wav', 'pcm'],
])

/** What a film's sound alone is coded as in a file of this name; null where the name is not that of a sound file. */
export function soundCodecOf(path: string): SoundCodec | null {
  return codecs.get(extname(path).toLowerCase()) ?? null
}
