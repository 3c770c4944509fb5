import { join, parse } from 'node:path'
import { checkFilm } from '../encoder/check-film.ts'
import type { FoundFfmpeg } from '../encoder/find-ffmpeg.ts'
import { joinChunks } from '../encoder/join-chunks.ts'
import type { Film } from '../film/film.ts'
import type { FilmPlan } from '../plan/plan-film.ts'
import { planLabels } from '../plan/plan-labels.ts'
import type { OutputFile } from '../storage/output-file.ts'
import type { OutputFiles } from '../storage/output-files.ts'
import { makePictures, type SideFile } from './make-pictures.ts'
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
  clock.start('joining')
  const labels = planLabels(film, plan)
  const pieces = { chunkPaths, listPath: join(workFolder, 'chunks.txt'), soundPath, labels: { path: join(workFolder, 'labels.txt'), labels } }
  await joinChunks(tools, { ...pieces, ...output, container, outputPath: main.unfinishedPath }, signal)

  clock.start('checking')
  const expected = { ...output, container, frames: plan.frames, hasSound: soundPath !== null, chapters: labels.chapters.length }
  await checkFilm(tools, main.unfinishedPath, expected, signal)
  const { dir, name } = parse(main.path)
  const pictures = { filmPath: main.unfinishedPath, stem: join(dir, name), fps: output.fps, workFolder, files, signal }
  const sideFiles = await makePictures(tools, plan.pictures, pictures)
  await files.deliver()
  return sideFiles
}
