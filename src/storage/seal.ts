import { stat } from 'node:fs/promises'
import { z } from 'zod'
import { hashOfFile } from '../shared/hash.ts'

const ofFile = z.object({ sha256: z.string(), bytes: z.int() })

/** What a finished file is, and what is known of it. Written after the file: one without it was never finished. */
export type Seal<Facts> = Readonly<z.output<typeof ofFile>> & Facts

/** Finished files that are kept by the hash of all that decides them. */
export type SealedKind<Facts> = {
  /** In messages. */
  readonly what: string
  /** Such as `.mp4`. */
  readonly suffix: string
  readonly mediaType: string
  /** What is known of a file beside its bytes. */
  readonly facts: z.ZodType<Facts>
}

/** Which file with a hash will do. */
export type Wanted<Facts> = { readonly fits: (facts: Facts) => boolean; readonly signal: AbortSignal }

/** null where a text is no seal of such a file. */
export function parseSeal<Facts>(text: string, { facts }: Pick<SealedKind<Facts>, 'facts'>): Seal<Facts> | null {
  try {
    return ofFile.and(facts).safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

/** Of a finished file. @throws what node:fs throws */
export async function sealFile<Facts>(path: string, facts: Facts): Promise<Seal<Facts>> {
  return { sha256: await hashOfFile(path), bytes: (await stat(path)).size, ...facts }
}

/** Whether a file is the one that was sealed. */
export async function isSealed(path: string, { sha256, bytes }: Seal<unknown>): Promise<boolean> {
  try {
    return bytes === (await stat(path)).size && sha256 === (await hashOfFile(path))
  } catch {
    return false
  }
}
