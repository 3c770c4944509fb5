import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hashOfBytes } from '../../shared/hash.ts'
import { isMissingFile } from '../../shared/errors.ts'
import { storageError } from '../../storage/storage-error.ts'
import { readManifest, type Manifest, type ManifestFrame } from './manifest.ts'

/** The approved pictures of a film for one renderer. */
export type Baselines = {
  readonly folder: string
  /** By their names, of files that are there. */
  readonly paths: ReadonlyMap<string, string>
  readonly manifest: Manifest | null
  /** What is wrong with the manifest. */
  readonly problem: string | null
}

/** The files are the baselines; the manifest only says what is known of them. @throws OUTPUT_UNWRITABLE where the folder cannot be read */
export async function readBaselines(folder: string): Promise<Baselines> {
  const names = await readdir(folder).catch((cause: unknown) => {
    if (isMissingFile(cause)) return []
    throw storageError(`the baselines in ${folder} cannot be read`, cause)
  })
  const pictures = names.filter((name) => name.endsWith('.png') && !name.startsWith('.')).toSorted()
  const paths = new Map(pictures.map((name) => [name.slice(0, -'.png'.length), join(folder, name)]))
  return { folder, paths, ...(await readManifest(folder)) }
}

type ReadBaseline = { readonly png: Buffer; readonly file: string; readonly known: ManifestFrame | null }

/** A baseline's bytes, and what the manifest says of it, where they are the bytes that it speaks of. @throws OUTPUT_UNWRITABLE */
export async function readBaseline({ manifest }: Baselines, name: string, path: string): Promise<ReadBaseline> {
  const png = await readFile(path).catch((cause: unknown) => {
    throw storageError(`the baseline ${path} cannot be read`, cause)
  })
  const file = hashOfBytes(png)
  const known = manifest?.frames[name]
  return { png, file, known: known?.file === file ? known : null }
}
