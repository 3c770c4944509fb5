import { z } from 'zod'
import type { DataFolder } from './data-folder.ts'
import type { SealedKind } from './seal.ts'
import { SealedFiles } from './sealed-files.ts'

type ChunkFacts = { readonly frames: number }

const chunks: SealedKind<ChunkFacts> = { what: 'chunk', suffix: '.mp4', mediaType: 'video/mp4', facts: z.object({ frames: z.int() }) }

const never: AbortSignal = new AbortController().signal

/** Finished chunks, here and in the store that machines share. */
export class ChunkStore {
  readonly #files: SealedFiles<ChunkFacts>

  constructor(dataFolder: Pick<DataFolder, 'chunks' | 'shared'>) {
    this.#files = new SealedFiles(dataFolder, chunks)
  }

  /** The path of a finished chunk; null where there is none, or none of so many frames. @throws as SealedFiles.find */
  async find(hash: string, frames: number, signal = never): Promise<string | null> {
    return (await this.#files.find(hash, wanted(frames, signal)))?.path ?? null
  }

  /** Whether a chunk need not be rendered. @throws as SealedFiles.find */
  has(hash: string, frames: number, signal = never): Promise<boolean> {
    return this.#files.has(hash, wanted(frames, signal))
  }

  /** Takes a finished file into the store. @returns its path there. @throws as SealedFiles.add */
  add(hash: string, path: string, frames: number, signal = never): Promise<string> {
    return this.#files.add(hash, { path, facts: { frames } }, signal)
  }
}

function wanted(frames: number, signal: AbortSignal) {
  return { fits: (facts: ChunkFacts) => facts.frames === frames, signal }
}
