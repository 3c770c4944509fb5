import { readFile, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { FramefarmError, isMissingFile } from '../../shared/errors.ts'
import { makeFolder } from '../../storage/make-folder.ts'
import { storageError } from '../../storage/storage-error.ts'
import { writeWhole } from '../baselines/write-whole.ts'
import { frameMethods } from '../draw/frame-method.ts'
import { pickReasons } from '../frame-pick.ts'

const fileName = 'last-check.json'
/** What checks write into their folder. */
const ours = [fileName, 'actual', 'difference', 'opinion', 'index.html', 'report.json', 'junit.xml']
/** What checks of encoded films write there: it stays. */
const ofFilms = ['film', 'film.html', 'film.json', 'film.junit.xml']

const hashes = { file: z.string(), pixels: z.string() }
const frame = z
  .object({
    name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/),
    frame: z.int(),
    seconds: z.number(),
    scene: z.int(),
    inScene: z.int(),
    why: z.array(z.enum(pickReasons)).readonly(),
    state: z.enum(['same', 'noise', 'changed', 'new', 'broken', 'gone']),
    baseline: z
      .object({ ...hashes, drawn: z.string().nullable() })
      .readonly()
      .nullable(),
    /** Its picture lies in `actual/NAME.png`. */
    actual: z.object(hashes).readonly().nullable(),
  })
  .readonly()

const time = z.union([z.object({ seconds: z.number() }), z.object({ part: z.number() })]).readonly()
const run = z.object({ from: z.int(), to: z.int() }).readonly()

const lastCheck = z
  .object({
    version: z.literal(1),
    film: z.object({ name: z.string(), hash: z.string(), frames: z.int(), width: z.int(), height: z.int() }).readonly(),
    rendererKey: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/),
    method: z.enum(frameMethods),
    inputs: z.string().nullable(),
    wishes: z.object({ at: z.array(time).readonly(), scenes: z.array(run).readonly() }).readonly(),
    frames: z.array(frame).readonly(),
  })
  .readonly()

/** What a check has found, for whoever approves of it. */
export type LastCheck = z.output<typeof lastCheck>
export type LastFrame = LastCheck['frames'][number]

/**
 * Makes room for the report of a check, in a folder of its own: what an earlier one has left there is removed.
 * @throws OUTPUT_UNWRITABLE where other files lie in it, DISK_FULL
 */
export async function clearReport(folder: string): Promise<void> {
  try {
    await makeFolder(folder)
    const names = await readdir(folder)
    const other = names.find((name) => !ours.includes(name) && !ofFilms.includes(name))
    if (other !== undefined && !names.includes(fileName)) {
      const hint = 'give a folder of its own by --report'
      throw new FramefarmError('OUTPUT_UNWRITABLE', `the folder ${folder} holds other files, such as ${other}`, { hint })
    }
    // The first to go: without it nothing can be approved out of what is left of a check.
    await rm(join(folder, fileName), { force: true })
    for (const name of ours) await rm(join(folder, name), { recursive: true, force: true })
  } catch (cause) {
    throw storageError(`the report cannot be written to ${folder}`, cause)
  }
}

/** @throws DISK_FULL, OUTPUT_UNWRITABLE */
export async function writeLastCheck(folder: string, check: LastCheck): Promise<void> {
  await writeWhole(join(folder, fileName), `${JSON.stringify(check, null, 2)}\n`)
}

/** @throws REPORT_WRONG where there is none */
export async function readLastCheck(folder: string): Promise<LastCheck> {
  try {
    return lastCheck.parse(JSON.parse(await readFile(join(folder, fileName), 'utf8')))
  } catch (cause) {
    const what = isMissingFile(cause) ? 'holds no report of a check that was finished' : 'holds the report of a check that cannot be read'
    throw new FramefarmError('REPORT_WRONG', `the folder ${folder} ${what}`, { cause })
  }
}
