import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { FramefarmError, messageOf } from '../shared/errors.ts'
import { hashOfBytes } from '../shared/hash.ts'
import { baselineFolder, filmName } from './baselines/baseline-places.ts'
import { writeManifest, type Manifest } from './baselines/manifest.ts'
import { readBaselines, type Baselines } from './baselines/read-baselines.ts'
import { withSettled } from './baselines/settled.ts'
import { removeBaseline, writeBaselines } from './baselines/write-baselines.ts'
import { decodePng } from './picture/decode-picture.ts'
import type { FramePick } from './frame-pick.ts'
import { hashPicture } from './picture/hash-picture.ts'
import { hashFilm } from './inputs/hash-film.ts'
import { readLastCheck, writeLastCheck, type LastCheck, type LastFrame } from './last-check/last-check.ts'
import type { Picture } from './picture/picture.ts'

export type ApproveOrder = {
  readonly filmPath: string
  /** Names of frames; `all`: every one that is not as approved. */
  readonly names: readonly string[] | 'all'
  /** Of the check whose pictures are approved. */
  readonly reportFolder: string
}

export type Approved = {
  readonly rendererKey: string
  readonly folder: string
  /** Names of the baselines that were written, and of those that were removed because their frames are not picked any more. */
  readonly written: readonly string[]
  readonly removed: readonly string[]
  /** Of frames that are still not as approved. */
  readonly open: readonly string[]
}

const openStates: ReadonlySet<LastFrame['state']> = new Set(['changed', 'new', 'broken', 'gone'])

/**
 * Makes baselines of the frames that the last check has drawn; the one way in which a baseline is overwritten.
 * @throws REPORT_WRONG where the check is of another film, or of this one before it was changed; USAGE for a frame that it did not look at;
 * DISK_FULL, OUTPUT_UNWRITABLE, FILM_UNREADABLE, FilmInvalidError
 */
export async function approveFrames({ filmPath, names, reportFolder }: ApproveOrder): Promise<Approved> {
  const last = await readLastCheck(reportFolder)
  await checkFilm(last, filmPath, reportFolder)
  const wanted = wantedFrames(last, names)
  const folder = baselineFolder(filmPath, last.rendererKey)
  const baselines = await readBaselines(folder)
  const drawn = wanted.filter(({ state }) => state !== 'gone')
  const frames = await writeBaselines(
    folder,
    drawn.map((frame) => ({
      pick: pickOf(frame),
      inScene: frame.inScene,
      drawn: frame.actual?.file ?? null,
      picture: () => readActual(reportFolder, frame),
    })),
  )
  const gone = wanted.filter(({ state }) => state === 'gone').map(({ name }) => name)
  for (const name of gone) await removeBaseline(folder, name)
  const after = afterApproval(last, frames, gone)
  if (last.frames.length > gone.length) await writeManifest(folder, manifestAfter(after, { baselines, frames, gone }))
  await writeLastCheck(reportFolder, after)
  const open = after.frames.filter(({ state }) => openStates.has(state)).map(({ name }) => name)
  return { rendererKey: last.rendererKey, folder, written: drawn.map(({ name }) => name), removed: gone, open }
}

async function checkFilm({ film }: LastCheck, filmPath: string, reportFolder: string): Promise<void> {
  const name = filmName(filmPath)
  if (film.name !== name) throw new FramefarmError('REPORT_WRONG', `the last check in ${reportFolder} is of the film ${film.name}, not of ${name}`)
  const { hash } = await hashFilm(filmPath)
  if (film.hash === hash) return
  const hint = 'run `framefarm frames check` again, look at its report, and approve then'
  throw new FramefarmError('REPORT_WRONG', `the film ${name}, or a file that it names, is not as it was at the last check in ${reportFolder}`, {
    hint,
  })
}

function wantedFrames({ frames }: LastCheck, names: ApproveOrder['names']): readonly LastFrame[] {
  if (names === 'all') return frames.filter(({ state }) => openStates.has(state))
  const unknown = names.find((name) => !frames.some((frame) => frame.name === name))
  if (unknown !== undefined) {
    const open = frames.filter(({ state }) => openStates.has(state)).map(({ name }) => name)
    const hint = open.length === 0 ? 'every frame of it is as approved' : `not as approved: ${open.join(', ')}`
    throw new FramefarmError('USAGE', `the last check has no frame ${JSON.stringify(unknown)}`, { hint })
  }
  return frames.filter(({ name, state }) => names.includes(name) && (openStates.has(state) || state === 'noise'))
}

function pickOf({ name, frame, seconds, scene, why }: LastFrame): FramePick {
  return { name, frame, seconds, scene, why }
}

async function readActual(reportFolder: string, { name, actual }: LastFrame): Promise<Picture> {
  const path = join(reportFolder, 'actual', `${name}.png`)
  const wrong = (what: string, cause?: unknown) =>
    new FramefarmError('REPORT_WRONG', `the picture ${path} ${what}`, { hint: 'run `framefarm frames check` again', cause })
  const png = await readFile(path).catch((cause: unknown) => {
    throw wrong(`cannot be read: ${messageOf(cause)}`, cause)
  })
  if (hashOfBytes(png) !== actual?.file) throw wrong('is not the one that the check has drawn')
  const picture = await decodePng(png)
  if (hashPicture(picture) !== actual.pixels) throw wrong('is not the one that the check has drawn')
  return picture
}

/** The check as if it had found what is approved now. */
function afterApproval(last: LastCheck, written: Manifest['frames'], gone: readonly string[]): LastCheck {
  const frames = last.frames.flatMap((frame) => {
    const now = written[frame.name]
    if (gone.includes(frame.name)) return []
    return [now ? { ...frame, state: 'same' as const, baseline: { file: now.file, pixels: now.pixels, drawn: now.drawn }, actual: null } : frame]
  })
  return { ...last, frames }
}

type Change = { readonly baselines: Baselines; readonly frames: Manifest['frames']; readonly gone: readonly string[] }

/** Where nothing is left to approve, the check need not be drawn again. */
function manifestAfter({ film, inputs, wishes, frames }: LastCheck, { baselines: { manifest }, ...change }: Change): Manifest {
  const seen = frames.flatMap(({ name, frame, seconds, scene, inScene, why, state, baseline }) =>
    baseline && !openStates.has(state) ? [[name, { frame, seconds, scene, inScene, why, ...baseline }] as const] : [],
  )
  const before = Object.entries(manifest?.frames ?? {}).filter(([name]) => !change.gone.includes(name))
  const isClean = frames.every(({ state }) => !openStates.has(state))
  const settled = manifest?.settled ?? []
  return {
    version: 1,
    film: { frames: film.frames, width: film.width, height: film.height },
    frames: { ...Object.fromEntries(before), ...Object.fromEntries(seen), ...change.frames },
    settled: isClean && inputs !== null ? withSettled(settled, { inputs, wishes, frames: frames.map(({ name }) => name) }) : settled,
  }
}
