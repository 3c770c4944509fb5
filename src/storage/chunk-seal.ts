import { stat } from 'node:fs/promises'
import { z } from 'zod'
import { hashOfFile } from '../shared/hash.ts'

const seal = z.object({ sha256: z.string(), bytes: z.int(), frames: z.int() })

/** What a finished chunk is. Written after the chunk's file: a chunk without it was never finished. */
export type ChunkSeal = Readonly<z.output<typeof seal>>

/** null where a text is no seal. */
export function parseSeal(text: string): ChunkSeal | null {
  try {
    return seal.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

/** Of a finished file. @throws what node:fs throws */
export async function sealFile(path: string, frames: number): Promise<ChunkSeal> {
  return { sha256: await hashOfFile(path), bytes: (await stat(path)).size, frames }
}

/** Whether a file is the one that was sealed. */
export async function isSealed(path: string, { sha256, bytes }: ChunkSeal): Promise<boolean> {
  try {
    return bytes === (await stat(path)).size && sha256 === (await hashOfFile(path))
  } catch {
    return false
  }
}
