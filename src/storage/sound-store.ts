import { z } from 'zod'
import type { SoundReport } from '../film/sound-mix.ts'
import type { DataFolder } from './data-folder.ts'
import type { SealedKind } from './seal.ts'
import { SealedFiles } from './sealed-files.ts'

/** A finished sound, and what was measured of it. */
type StoredSound = { readonly path: string; readonly report: SoundReport }
type SoundFacts = Pick<StoredSound, 'report'>

const loudness = z.object({ integratedLufs: z.number().nullable(), truePeakDb: z.number().nullable() })
const report = z.object({
  mixed: loudness,
  delivered: loudness,
  targetLufs: z.number().nullable(),
  isPart: z.boolean(),
  gainDb: z.number(),
  limitedDb: z.number(),
})

const sounds: Omit<SealedKind<SoundFacts>, 'suffix'> = { what: 'sound', mediaType: 'application/octet-stream', facts: z.object({ report }) }

/** Mixed and coded sounds of films, beside the chunks and in the same way. */
export class SoundStore {
  readonly #files: SealedFiles<SoundFacts>

  /** @param suffix of their files, such as `.m4a` */
  constructor(dataFolder: Pick<DataFolder, 'chunks' | 'shared'>, suffix: string) {
    this.#files = new SealedFiles(dataFolder, { ...sounds, suffix })
  }

  /** null where there is none. @throws as SealedFiles.find */
  async find(hash: string, signal: AbortSignal): Promise<StoredSound | null> {
    const found = await this.#files.find(hash, { fits: always, signal })
    return found && { path: found.path, report: found.facts.report }
  }

  /** Whether a sound need not be mixed. @throws as SealedFiles.find */
  has(hash: string, signal: AbortSignal): Promise<boolean> {
    return this.#files.has(hash, { fits: always, signal })
  }

  /** Takes a finished file into the store. @throws as SealedFiles.add */
  async add(hash: string, sound: StoredSound, signal: AbortSignal): Promise<StoredSound> {
    const { path, report: measured } = sound
    return { path: await this.#files.add(hash, { path, facts: { report: measured } }, signal), report: measured }
  }
}

function always(): boolean {
  return true
}
