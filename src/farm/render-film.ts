import { join } from 'node:path'
import { checkFilm } from '../encoder/check-film.ts'
import type { EncoderWish } from '../encoder/choose-encoder.ts'
import { joinChunks } from '../encoder/join-chunks.ts'
import { lineOf } from '../film/fault.ts'
import type { Film } from '../film/film.ts'
import type { DataFolder } from '../storage/data-folder.ts'
import { openOutputFile } from '../storage/output-file.ts'
import { cacheBytesFromEnvironment, pruneFolders } from '../storage/prune-folder.ts'
import { openWorkFolder } from '../storage/work-folder.ts'
import type { Template } from '../templates/load-template.ts'
import { captionTrack, writeSidecars } from './caption-files.ts'
import { checkDraft } from './check-draft.ts'
import { prepareFilm } from './prepare-film.ts'
import type { MethodWish } from './methods.ts'
import type { RenderListener } from './render-events.ts'
import { renderParts } from './render-parts.ts'
import { renderReport, StageClock, type RenderReport } from './render-report.ts'

export type RenderOrder = {
  readonly film: Film
  readonly outputPath: string
  readonly encoder: EncoderWish
  readonly method: MethodWish
  /** Compare frames of every scene that is drawn by layers with pictures of its page, and fall back where they differ. */
  readonly verify: boolean
  /** How many Chromium processes draw side by side. */
  readonly slots: number
  /** false: nothing of earlier renders is used. */
  readonly reuse: boolean
  readonly dataFolder: DataFolder
  /** In the place of those that the film names; only for renders that use and keep no chunks of others. */
  readonly templates?: ReadonlyMap<string, Template>
}

/**
 * A film, from its description to a checked file. The file appears at the output path whole or not at all;
 * whatever the end, no process and no unfinished file is left.
 * @throws FramefarmError
 */
export async function renderFilm(order: RenderOrder, signal: AbortSignal, listen: RenderListener): Promise<RenderReport> {
  const { film, dataFolder, slots } = order
  const cacheBytes = cacheBytesFromEnvironment()
  const clock = new StageClock(listen)
  await using output = await openOutputFile(order.outputPath)
  await using work = await openWorkFolder(dataFolder)

  clock.start('preparing')
  const prepared = await prepareFilm(film, { ...order, workFolder: work.path }, signal)
  const { plan, toolbox } = prepared
  await using pool = prepared.pool
  for (const warning of plan.warnings) listen({ type: 'warning', message: lineOf(warning) })
  checkDraft(plan, order.method, listen)

  clock.start('rendering')
  const templates = new Map([...prepared.templates, ...(order.templates ?? [])])
  const { chunks, soundPath } = await renderParts({ ...prepared, templates }, { ...order, pool, workFolder: work.path, signal, listen })

  clock.start('joining')
  // Chromium ends while the chunks are joined; what goes wrong with it is told where the pool is disposed of.
  void pool[Symbol.asyncDispose]().catch(() => undefined)
  const pieces = { chunkPaths: chunks.paths, listPath: join(work.path, 'chunks.txt'), soundPath, fps: plan.output.fps }
  const captions = await captionTrack(film, plan, work.path)
  await joinChunks(toolbox.ffmpeg, { ...pieces, captions, outputPath: output.unfinishedPath }, signal)

  clock.start('checking')
  await checkFilm(toolbox.ffmpeg, output.unfinishedPath, { ...plan.output, frames: plan.frames, hasSound: soundPath !== null }, signal)
  await writeSidecars(film, plan, output.path)
  await output.deliver()
  clock.end()

  await pruneFolders([dataFolder.chunks, dataFolder.images], cacheBytes)
  return renderReport({ plan, toolbox, chunks, clock, output: output.path, slots })
}
