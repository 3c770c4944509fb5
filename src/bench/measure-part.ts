import { mkdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { FramefarmError } from '../shared/errors.ts'
import { throwIfCancelled } from '../shared/within.ts'
import type { BenchListener } from './bench-events.ts'
import { writePageFrames } from './live/write-page-frames.ts'
import { compareFrames } from './picture/compare-frames.ts'
import { measurePicture } from './picture/measure-picture.ts'
import { readPhotoPlanes } from './picture/photo-planes.ts'
import { sampleCrop } from './picture/sample-crop.ts'
import type { PartResult, RowResult } from './report/bench-result.ts'
import { rowFigures } from './report/row-figures.ts'
import type { BenchRow, Ground } from './rows/row.ts'
import { writePhoto } from './scene/bench-photo.ts'
import { benchScene, framesOf, type SceneSize } from './scene/bench-scene.ts'
import { writeFilm } from './scene/write-film.ts'
import { writeRawFrames } from './scene/write-raw-frames.ts'
import { faultText } from './timing/fault-text.ts'
import { timeRounds } from './timing/time-rounds.ts'
import type { TimedRow } from './timing/timed-row.ts'

export type PartOrder = {
  readonly title: string
  readonly size: SceneSize
  readonly rows: readonly BenchRow[]
  readonly photoPath: string
  /** Counted rounds. */
  readonly rounds: number
  /** Runs every row once more at the start, when programs fill their caches; that round is not counted. */
  readonly warmUp: boolean
  /** Holds the films against the photo, too. */
  readonly pictures: boolean
}

type Surroundings = { readonly workFolder: string; readonly signal: AbortSignal; readonly listen: BenchListener }

/**
 * Some programs on one scene: their inputs made, timed in turn, their films measured. Leaves nothing in the work folder.
 * @throws CANCELLED, DISK_FULL, ASSET_INVALID, BENCH_FAILED where the limit could not be measured
 */
export async function measurePart(order: PartOrder, { workFolder, signal, listen }: Surroundings): Promise<PartResult> {
  const { title, size, photoPath } = order
  const folder = join(workFolder, 'part')
  await mkdir(folder)
  try {
    listen({ message: `${title}: preparing the photo and ${framesOf(size)} raw frames`, leftS: null })
    const scene = benchScene(size, await writePhoto(photoPath, size, folder))
    const rawPath = await (size.kind === 'live' ? writePageFrames : writeRawFrames)(scene, folder, signal)
    const ground: Ground = { scene, folder, rawPath, filmPath: await writeFilm(scene, folder), signal }
    const timed = await timeRounds(order, ground, listen)
    // The films of the other kind are held against these frames.
    if (size.kind === 'photo') await rm(rawPath)
    const limit = timed[0]
    if (limit?.failure) throw new FramefarmError('BENCH_FAILED', `the limit could not be measured: ${limit.fault}`, { cause: limit.failure })
    const rows: RowResult[] = []
    for (const row of timed) rows.push(await rowResult(row, limit, { ground, listen, pictures: order.pictures }))
    return { title, scene: { ...size, frames: framesOf(size) }, rows }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

type Measuring = { readonly ground: Ground; readonly listen: BenchListener; readonly pictures: boolean }

async function rowResult(timed: TimedRow, limit: TimedRow | undefined, { ground, listen, pictures }: Measuring): Promise<RowResult> {
  const { row, runs, prepared, fault } = timed
  const { scene, folder, signal } = ground
  const known = { id: row.id, label: row.label, kind: row.kind, command: prepared?.command ?? [], runs }
  if (prepared === null || fault !== null) return { ...known, fault: fault ?? 'was not prepared', figures: null, picture: null, sample: null }
  try {
    if (pictures) listen({ message: `looking at the film of ${row.id}`, leftS: null })
    const { size: bytes } = await stat(prepared.outputPath)
    const film = { path: prepared.outputPath, folder, signal }
    const figures = rowFigures(runs, limit?.runs ?? [], { frames: framesOf(scene), bytes })
    if (!pictures) return { ...known, fault: null, figures, picture: null, sample: null }
    const picture =
      scene.kind === 'live'
        ? await compareFrames(scene, ground.rawPath, film)
        : await measurePicture(scene, await readPhotoPlanes(scene.imagePath), film)
    return { ...known, fault: null, figures, picture, sample: await sampleCrop(scene, film) }
  } catch (error) {
    throwIfCancelled(signal)
    return { ...known, fault: faultText(error), figures: null, picture: null, sample: null }
  } finally {
    await rm(prepared.outputPath, { force: true })
  }
}
