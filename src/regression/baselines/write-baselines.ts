import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pLimit from 'p-limit'
import { hashOfBytes } from '../../shared/hash.ts'
import { OutputFiles } from '../../storage/output-files.ts'
import { storageError } from '../../storage/storage-error.ts'
import type { FramePick } from '../frame-pick.ts'
import { hashPicture } from '../picture/hash-picture.ts'
import type { Picture } from '../picture/picture.ts'
import { encodeSmall } from './encode-small.ts'
import type { ManifestFrame } from './manifest.ts'

/** A picture that becomes the baseline of a frame. */
export type NewBaseline = {
  readonly pick: FramePick
  /** Of the frame, from the start of its scene. */
  readonly inScene: number
  /** SHA-256 of the PNG that the browser made of it, where it made one. */
  readonly drawn: string | null
  readonly picture: () => Promise<Picture>
}

/** Each takes 40 MB at 1080p while it is coded. */
const atOnce = 2

/**
 * Writes baselines: all of them, or, where one cannot be written, none.
 * @returns what the manifest is to say of them, by their names
 * @throws DISK_FULL, OUTPUT_UNWRITABLE, what the pictures throw
 */
export async function writeBaselines(folder: string, baselines: readonly NewBaseline[]): Promise<Readonly<Record<string, ManifestFrame>>> {
  await using files = new OutputFiles()
  const limit = pLimit(atOnce)
  const write = async ({ pick: { name, ...place }, inScene, drawn, picture }: NewBaseline) => {
    const path = join(folder, `${name}.png`)
    const shown = await picture()
    const png = await encodeSmall(shown)
    const file = await files.open(path)
    await writeFile(file.unfinishedPath, png).catch((cause: unknown) => {
      throw storageError(`the baseline ${path} cannot be written`, cause)
    })
    return [name, { ...place, inScene, file: hashOfBytes(png), pixels: hashPicture(shown), drawn }] as const
  }
  const written = await Promise.allSettled(baselines.map((baseline) => limit(write, baseline)))
  // Not before all have ended: a file that is still being written would be left behind.
  for (const one of written) if (one.status === 'rejected') throw one.reason
  await files.deliver()
  return Object.fromEntries(written.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])))
}

/** @throws OUTPUT_UNWRITABLE */
export async function removeBaseline(folder: string, name: string): Promise<void> {
  const path = join(folder, `${name}.png`)
  await rm(path, { force: true }).catch((cause: unknown) => {
    throw storageError(`the baseline ${path} cannot be removed`, cause)
  })
}
