import { join, parse } from 'node:path'
import { checkFilm } from '../encoder/check-film.ts'
import type { FoundFfmpeg } from '../encoder/find-ffmpeg.ts'
import { joinChunks } from '../encoder/join-chunks.ts'
import { containers, type Container } from '../film/containers.ts'
import type { Film } from '../film/film.ts'
import type { FilmPlan } from '../plan/plan-film.ts'
import { planLabels } from '../plan/plan-labels.ts'
import type { OutputFile } from '../storage/output-file.ts'
import type { OutputFiles } from '../storage/output-files.ts'
import { captionTrack, writeSidecars } from './caption-files.ts'
import { makePictures } from './make-pictures.ts'
import type { SideFile } from './side-file.ts'
import { packageFilm } from './package-film.ts'
import type { StageClock } from './render-report.ts'

export type DeliveryOrder = {
  readonly film: Film
  readonly plan: FilmPlan
  readonly tools: FoundFfmpeg
  readonly chunkPaths: readonly string[]
  readonly soundPath: string | null
  /** Where the film itself goes; `files` has it, and takes those beside it. */
  readonly main: OutputFile
  readonly files: OutputFiles
  readonly workFolder: string
  readonly clock: StageClock
  readonly signal: AbortSignal
}

/**
 * From finished chunks to files at their places: joined, held against the plan, with what is made from the film beside it.
 * @returns the files beside the film
 * @throws FILM_CHECK_FAILED, OUTPUT_UNWRITABLE, DISK_FULL, or as runFfmpeg; then nothing is at any of the paths that was not there before
 */
export async function deliverFilm(order: DeliveryOrder): Promise<readonly SideFile[]> {
  const { film, plan, tools, chunkPaths, soundPath, main, files, workFolder, clock, signal } = order
  const { output, container } = plan
  const kind = containers[container].film
  const isFilm = container === 'mp4' || container === 'mov' || container === 'webm'
  const filmPath = isFilm ? main.unfinishedPath : join(workFolder, 'film')
  clock.start('joining')
  const labels = isFilm ? planLabels(film, plan) : noLabels
  const pieces = { chunkPaths, listPath: join(workFolder, 'chunks.txt'), soundPath, labels: { path: join(workFolder, 'labels.txt'), labels } }
  const captions = isFilm ? await captionTrack(film, plan, workFolder) : null
  await joinChunks(tools, { ...pieces, captions, ...output, container: kind, outputPath: filmPath }, signal)

  clock.start('checking')
  const hasSound = soundPath !== null
  const expected = { ...output, container: kind, frames: plan.frames, hasSound, chapters: labels.chapters.length }
  await checkFilm(tools, filmPath, expected, signal)
  if (!isFilm) await packageFilm(container, { tools, plan, filmPath, hasSound, targetPath: main.unfinishedPath, workFolder, signal })
  const stem = stemOf(main.path, container)
  const pictures = { filmPath, stem, fps: output.fps, workFolder, files, signal }
  const sideFiles = [...(await makePictures(tools, plan.pictures, pictures)), ...(await writeSidecars(film, plan, stem, files))]
  await files.deliver()
  return sideFiles
}

const noLabels = { tags: {}, language: null, chapters: [] }

/** What names of files beside the film begin with: of a folder, they lie beside the folder. */
function stemOf(path: string, container: Container): string {
  const { dir, name } = parse(path)
  return containers[container].fileName === null ? join(dir, name) : dir
}
