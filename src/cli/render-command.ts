import { slotCount } from '../browser/slot-count.ts'
import type { EncoderWish } from '../encoder/choose-encoder.ts'
import { makeContactSheet } from '../farm/make-contact-sheet.ts'
import type { MethodWish } from '../farm/methods.ts'
import { renderFilm } from '../farm/render-film.ts'
import type { PartOfFilm } from '../film/delivery.ts'
import { readFilm } from '../film/read-film.ts'
import { dataFolderFromEnvironment } from '../storage/data-folder.ts'
import { ProgressDisplay } from './progress-display.ts'
import type { CommonOptions } from './run-to-end.ts'
import { summaryOf } from './summary.ts'

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

export async function renderCommand(filmPath: string, options: RenderOptions, signal: AbortSignal): Promise<void> {
  const read = await readFilm(filmPath)
  const film = options.range ? { ...read, delivery: { ...read.delivery, range: options.range } } : read
  const order = {
    film,
    outputPath: options.output,
    encoder: options.encoder,
    method: options.method,
    verify: options.verify === true,
    slots: options.workers ?? slotCount(film.output),
    reuse: options.cache,
    dataFolder: dataFolderFromEnvironment(),
  }
  const display = new ProgressDisplay(process.stderr, { quiet: options.json === true })
  try {
    const report = await renderFilm(order, signal, (event) => display.show(event))
    if (options.contactSheet !== undefined) await makeContactSheet(film, report, options.contactSheet, signal)
    display.end()
    process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : summaryOf(report, options.contactSheet ?? null))
  } finally {
    display.end()
  }
}
