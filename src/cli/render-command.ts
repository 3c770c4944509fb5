import { slotCount } from '../browser/slot-count.ts'
import type { EncoderWish } from '../encoder/choose-encoder.ts'
import { makeContactSheet } from '../farm/make-contact-sheet.ts'
import type { MethodWish } from '../farm/methods.ts'
import { renderFilm } from '../farm/render-film.ts'
import { renderSound } from '../farm/render-sound.ts'
import type { Film } from '../film/film.ts'
import { readFilm } from '../film/read-film.ts'
import { FramefarmError } from '../shared/errors.ts'
import { dataFolderFromEnvironment } from '../storage/data-folder.ts'
import { ProgressDisplay } from './progress-display.ts'
import type { CommonOptions } from './run-to-end.ts'
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
}

export async function renderCommand(filmPath: string, options: RenderOptions, signal: AbortSignal): Promise<void> {
  const film = await readFilm(filmPath)
  if (soundCodecOf(options.output) !== null) {
    await renderSoundAlone(film, options, signal)
    return
  }
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

async function renderSoundAlone(film: Film, { output, contactSheet, json }: RenderOptions, signal: AbortSignal): Promise<void> {
  if (contactSheet !== undefined) throw new FramefarmError('USAGE', `${output} is a sound file: there are no frames for --contact-sheet`)
  const display = new ProgressDisplay(process.stderr, { quiet: json === true })
  try {
    const order = { film, outputPath: output, codec: soundCodecOf(output) ?? 'pcm', dataFolder: dataFolderFromEnvironment() }
    const report = await renderSound(order, signal, (event) => display.show(event))
    display.end()
    process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : soundSummaryOf(report))
  } finally {
    display.end()
  }
}
