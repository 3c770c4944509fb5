import { FramefarmError } from '../shared/errors.ts'
import { isOfPlaylist } from '../encoder/cut-segments.ts'
import { isOfSequence } from '../encoder/animated-image.ts'
import type { Container } from '../film/containers.ts'
import { filmFiles, type FilmFile } from '../film/film-files.ts'
import type { Output } from '../film/film.ts'
import { lineOf } from '../film/fault.ts'
import { openOutputFolder } from '../storage/output-folder.ts'
import { onceEach } from '../plan/plan-each.ts'
import { OutputFiles } from '../storage/output-files.ts'
import { openOutputFile, type OutputFile } from '../storage/output-file.ts'
import { cacheBytesFromEnvironment, pruneFolders } from '../storage/prune-folder.ts'
import { openWorkFolder } from '../storage/work-folder.ts'
import { checkDraft } from './check-draft.ts'
import { deliverFilm } from './deliver-film.ts'
import { prepareFilms, type PreparedFilm } from './prepare-film.ts'
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
  const all = await prepareFilms(
    films.map(({ film }) => film),
    { ...order, workFolder: work.path },
    signal,
  )
  open.use(all.pool)
  for (const warning of onceEach(all.films.flatMap(({ plan }) => plan.warnings))) listen({ type: 'warning', message: lineOf(warning) })
  const [first] = all.films
  if (first) checkDraft(first.plan, order.method, listen)
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

function openTarget(path: string, container: Container): Promise<OutputFile> {
  if (container === 'hls') return openOutputFolder(path, isOfPlaylist(path))
  if (container === 'png' || container === 'jpeg') return openOutputFolder(path, isOfSequence(path))
  return openOutputFile(path)
}

async function renderOutput(work: OutputWork): Promise<RenderReport> {
  const { prepared, file, main, clock, slots, signal } = work
  const { plan, toolbox, pool } = prepared
  clock.start('rendering')
  const { chunks, sound } = await renderParts(prepared, { ...work, pool })
  // Chromium ends while the chunks are joined; what goes wrong with it is told where the pool is disposed of.
  if (work.isLast) void pool[Symbol.asyncDispose]().catch(() => undefined)
  const files = await deliverFilm({ ...work, ...file, plan, tools: toolbox.ffmpeg, chunkPaths: chunks.paths, soundPath: sound?.path ?? null, signal })
  clock.end()
  return renderReport({ plan, toolbox, chunks, sound, clock, output: main.path, files, slots })
}
