import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { isMissingFile, messageOf } from '../../shared/errors.ts'
import { pickReasons } from '../frame-pick.ts'
import { writeWhole } from './write-whole.ts'

const manifestName = 'manifest.json'

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const reason = z.enum(pickReasons)

const frame = z.object({
  frame: z.int(),
  seconds: z.number(),
  scene: z.int(),
  /** From the start of its scene, in frames. */
  inScene: z.int(),
  why: z.array(reason).readonly(),
  /** Of the baseline's file. */
  file: sha256,
  /** Of what it shows, however it is coded. */
  pixels: sha256,
  /** Of the PNG that the browser made of these pixels, where it made one. */
  drawn: sha256.nullable(),
})

const manifest = z.object({
  version: z.literal(1),
  film: z.object({ frames: z.int(), width: z.int(), height: z.int() }),
  frames: z.record(z.string(), frame),
  /** What was drawn and found the same as these baselines: by the hash of all that decides the pictures, which frames. */
  settled: z.array(z.object({ inputs: sha256, wishes: z.string(), frames: z.array(z.string()).readonly() })).readonly(),
})

/** What is known of the baselines of a film for one renderer, beside their files. */
export type Manifest = z.output<typeof manifest>
export type ManifestFrame = Readonly<z.output<typeof frame>>

/** null where there is none; `problem` where there is one that cannot be used: baselines are then compared by what their files show. */
export async function readManifest(folder: string): Promise<{ readonly manifest: Manifest | null; readonly problem: string | null }> {
  const path = join(folder, manifestName)
  try {
    return { manifest: manifest.parse(JSON.parse(await readFile(path, 'utf8'))), problem: null }
  } catch (error) {
    if (isMissingFile(error)) return { manifest: null, problem: null }
    const reasonText = error instanceof z.ZodError ? 'it is of another form' : messageOf(error)
    return { manifest: null, problem: `${path} cannot be used (${reasonText}); every baseline was read anew` }
  }
}

/** @throws DISK_FULL, OUTPUT_UNWRITABLE */
export async function writeManifest(folder: string, { frames, ...rest }: Manifest): Promise<void> {
  // In order, so that two branches of a project are merged without conflicts where they can be.
  const ordered = Object.fromEntries(Object.entries(frames).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  await writeWhole(join(folder, manifestName), `${JSON.stringify({ ...rest, frames: ordered }, null, 2)}\n`)
}
