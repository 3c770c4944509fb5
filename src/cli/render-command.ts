import { slotCount } from '../browser/slot-count.ts'
import type { EncoderWish } from '../encoder/choose-encoder.ts'
import { makeContactSheet } from '../farm/make-contact-sheet.ts'
import type { MethodWish } from '../farm/methods.ts'
import type { RenderOrder } from '../farm/render-film.ts'
import { renderOutputs, type OutputResult } from '../farm/render-outputs.ts'
import { renderSound } from '../farm/render-sound.ts'
import type { PartOfFilm } from '../film/delivery.ts'
import type { Film } from '../film/film.ts'
import { readFilm } from '../film/read-film.ts'
import { exitCodes } from '../shared/error-codes.ts'
import { FramefarmError } from '../shared/errors.ts'
import { dataFolderFromEnvironment } from '../storage/data-folder.ts'
import { trustingPolicy } from '../storage/fetch/asset-policy.ts'
import { namedSheet } from './contact-sheet-path.ts'
import { ProgressDisplay } from './progress-display.ts'
import { errorAsJson, errorText, type CommonOptions } from './run-to-end.ts'
import { soundCodecOf } from './sound-files.ts'
import { soundSummaryOf, summaryOf } from './summary.ts'

export type RenderOptions = CommonOptions & {
  readonly output: string
  readonly method: MethodWish
  readonly verify?: boolean
  readonly encoder: EncoderWish
  readonly workers?: number
  readonly contactSheet?: string
  readonly cache: boolean
  readonly range?: PartOfFilm
}

/** @returns the exit code: that of the first output that failed, where the film has several */
export async function renderCommand(filmPath: string, options: RenderOptions, signal: AbortSignal): Promise<number> {
  const film = withRange(await readFilm(filmPath), options.range)
  if (soundCodecOf(options.output) !== null) return renderSoundAlone(film, options, signal)
  const frames = film.outputs.length === 0 ? [film.output] : film.outputs.map(({ output }) => output)
  const order = {
    film,
    outputPath: options.output,
    encoder: options.encoder,
    method: options.method,
    verify: options.verify === true,
    slots: options.workers ?? Math.min(...frames.map((frame) => slotCount(frame))),
    reuse: options.cache,
    dataFolder: dataFolderFromEnvironment(),
    policy: trustingPolicy,
  }
  const display = new ProgressDisplay(process.stderr, { quiet: options.json === true })
  try {
    const results = await renderAll(order, options, signal, display)
    display.end()
    process.stdout.write(options.json ? `${JSON.stringify(jsonOf(results), null, 2)}\n` : results.map(textOf).join(''))
    return results.find((result) => 'error' in result)?.error.exitCode ?? exitCodes.ok
  } finally {
    display.end()
  }
}

async function renderSoundAlone(film: Film, { output, contactSheet, json }: RenderOptions, signal: AbortSignal): Promise<number> {
  if (contactSheet !== undefined) throw new FramefarmError('USAGE', `${output} is a sound file: there are no frames for --contact-sheet`)
  const display = new ProgressDisplay(process.stderr, { quiet: json === true })
  try {
    const order = { film, outputPath: output, codec: soundCodecOf(output) ?? 'pcm', dataFolder: dataFolderFromEnvironment(), policy: trustingPolicy }
    const report = await renderSound(order, signal, (event) => display.show(event))
    display.end()
    process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : soundSummaryOf(report))
    return exitCodes.ok
  } finally {
    display.end()
  }
}

type Result = OutputResult & { readonly contactSheet: string | null }

async function renderAll(
  order: RenderOrder,
  { contactSheet }: RenderOptions,
  signal: AbortSignal,
  display: ProgressDisplay,
): Promise<readonly Result[]> {
  const results: Result[] = []
  for (const result of await renderOutputs(order, signal, (event) => display.show(event))) {
    if (result.name === null && 'error' in result) throw result.error
    const sheet = contactSheet === undefined || 'error' in result ? null : result.name === null ? contactSheet : namedSheet(contactSheet, result.name)
    if (sheet !== null && 'report' in result) await makeContactSheet(result.frame, result.report, sheet, signal)
    results.push({ ...result, contactSheet: sheet })
  }
  return results
}

/** A range on the command line is for every file. */
function withRange(film: Film, range: PartOfFilm | undefined): Film {
  if (!range) return film
  const ranged = <T extends Pick<Film, 'delivery'>>(part: T): T => ({ ...part, delivery: { ...part.delivery, range } })
  return { ...ranged(film), outputs: film.outputs.map((output) => ranged(output)) }
}

function textOf(result: Result): string {
  if ('report' in result) return summaryOf(result.report, result.contactSheet)
  return `\n  output ${result.name} failed: ${errorText(result.error)}\n`
}

/** One file is its report; several are a list, in the order of the film. */
function jsonOf(results: readonly Result[]): unknown {
  const [only] = results
  if (results.length === 1 && only?.name === null && 'report' in only) return only.report
  return {
    outputs: results.map((result) => ({
      name: result.name,
      ...('report' in result ? result.report : { output: result.path, error: errorAsJson(result.error) }),
    })),
  }
}
