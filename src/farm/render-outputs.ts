import { FramefarmError } from '../shared/errors.ts'
import { filmFiles, type FilmFile } from '../film/film-files.ts'
import type { Output } from '../film/film.ts'
import { OutputFiles } from '../storage/output-files.ts'
import type { OutputFile } from '../storage/output-file.ts'
import { cacheBytesFromEnvironment, pruneFolders } from '../storage/prune-folder.ts'
import { openWorkFolder } from '../storage/work-folder.ts'
import { deliverFilm } from './deliver-film.ts'
import { openTarget } from './open-target.ts'
import type { PreparedFilm } from './prepare-film.ts'
import { prepareOutputs } from './prepare-outputs.ts'
import type { RenderListener } from './render-events.ts'
import type { RenderOrder } from './render-film.ts'
import { renderParts } from './render-parts.ts'
import { renderReport, StageClock, type RenderReport } from './render-report.ts'

/** How one of a film's files came out. */
export type OutputResult = { readonly name: string | null; readonly path: string; readonly frame: Output } & (
  { readonly report: RenderReport } | { readonly error: FramefarmError }
)

type OutputWork = Omit<RenderOrder, 'film' | 'outputPath'> & {
  readonly file: FilmFile
  readonly files: OutputFiles
  readonly main: OutputFile
  readonly prepared: PreparedFilm
  readonly workFolder: string
  readonly clock: StageClock
  readonly isLast: boolean
  readonly signal: AbortSignal
  readonly listen: RenderListener
}

/**
 * Every file of a film, one after the other: assets are fetched and looked into once, programs tried once, and all frames drawn in the same Chromium processes.
 * Each file is delivered as soon as it is whole. One that fails is in the results with its error, and the others are rendered all the same.
 * @throws FramefarmError for what concerns all of them: faults of the film, what is missing on this machine, CANCELLED
 */
export async function renderOutputs(order: RenderOrder, signal: AbortSignal, listen: RenderListener): Promise<readonly OutputResult[]> {
  const { dataFolder } = order
  const films = filmFiles(order.film, order.outputPath)
  const cacheBytes = cacheBytesFromEnvironment()
  const preparing = new StageClock(listen)
  await using open = new AsyncDisposableStack()
  // A path that cannot be written is found before anything is rendered.
  const targets: { readonly files: OutputFiles; readonly main: OutputFile }[] = []
  for (const { path, film } of films) {
    const files = open.use(new OutputFiles())
    targets.push({ files, main: files.add(await openTarget(path, film.delivery.container)) })
  }
  const work = open.use(await openWorkFolder(dataFolder))

  preparing.start('preparing')
  const all = await prepareOutputs(films, { ...order, workFolder: work.path }, signal, listen)
  open.use(all.browsers)
  preparing.end()

  const results: OutputResult[] = []
  for (const [index, prepared] of all.films.entries()) {
    const [file, target] = [films[index], targets[index]]
    if (!file || !target) throw new Error('unreachable: every film has its file')
    if (file.name !== null) listen({ type: 'output', name: file.name, number: index + 1, total: films.length })
    const clock = index === 0 ? preparing : new StageClock(listen)
    const isLast = index === films.length - 1
    const {
      name,
      path,
      film: { output: frame },
    } = file
    try {
      results.push({
        name,
        path,
        frame,
        report: await renderOutput({ ...order, ...target, file, prepared, workFolder: work.path, clock, isLast, signal, listen }),
      })
    } catch (error) {
      if (!(error instanceof FramefarmError) || error.code === 'CANCELLED') throw error
      results.push({ name, path, frame, error })
    }
  }
  await pruneFolders([dataFolder.chunks, dataFolder.images], cacheBytes)
  return results
}

async function renderOutput(work: OutputWork): Promise<RenderReport> {
  const { prepared, file, main, clock, slots, signal } = work
  const { plan, toolbox, pool } = prepared
  clock.start('rendering')
  const { chunks, sound } = await renderParts(prepared, work)
  // Chromium ends while the chunks are joined; what goes wrong with it is told where the pool is disposed of.
  if (work.isLast) void pool[Symbol.asyncDispose]().catch(() => undefined)
  const files = await deliverFilm({ ...work, ...file, plan, tools: toolbox.ffmpeg, chunkPaths: chunks.paths, soundPath: sound?.path ?? null, signal })
  clock.end()
  return renderReport({ plan, toolbox, chunks, sound, clock, output: main.path, files, slots })
}
