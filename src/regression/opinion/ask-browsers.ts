import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { framePlace } from '../../farm/frame-place.ts'
import type { LoadedFilm } from '../../farm/load-film.ts'
import { FramefarmError } from '../../shared/errors.ts'
import { throwIfCancelled } from '../../shared/within.ts'
import { storageError } from '../../storage/storage-error.ts'
import { comparePictures } from '../compare/compare-pictures.ts'
import { decodePng } from '../picture/decode-picture.ts'
import { encodePng } from '../picture/encode-picture.ts'
import type { FramePick } from '../frame-pick.ts'
import { howToGet, type AskedBrowser } from './find-browser.ts'
import { openBrowser, type OpinionBrowser } from './open-browser.ts'
import type { BrowserName, FrameOpinion, Opinion } from './opinion.ts'
import { opinionRules } from './opinion-rules.ts'

/** A frame of the film, and the PNG file that it was drawn into. */
type AskedFrame = { readonly pick: FramePick; readonly picture: string }

export type OpinionOrder = {
  readonly film: Pick<LoadedFilm, 'plan' | 'sites'>
  readonly frames: readonly AskedFrame[]
  readonly browsers: readonly AskedBrowser[]
  /** Of the report: pictures go to `opinion/BROWSER/NAME.png` in it. */
  readonly folder: string
}

const titles: Readonly<Record<BrowserName, string>> = { chromium: 'Chromium', firefox: 'Firefox', webkit: 'WebKit' }

/**
 * What browsers of this machine show at the times of frames, compared with what the film shows. A browser that is absent, or fails, says so in
 * its opinion, and the others are asked all the same.
 * @throws OUTPUT_UNWRITABLE, DISK_FULL, CANCELLED
 */
export async function askBrowsers(order: OpinionOrder, signal: AbortSignal): Promise<readonly Opinion[]> {
  const opinions: Opinion[] = []
  // One after the other: each takes all cores that it can get.
  for (const browser of order.browsers) opinions.push(await askBrowser(browser, order, signal))
  return opinions
}

async function askBrowser({ name, found }: AskedBrowser, order: OpinionOrder, signal: AbortSignal): Promise<Opinion> {
  if (!found) return { browser: name, title: titles[name], frames: [], problem: `not found on this machine: ${howToGet[name]}` }
  const frames: FrameOpinion[] = []
  let title = titles[name]
  try {
    await using browser = await openBrowser(found, order.film.plan.output)
    title = `${titles[name]} ${browser.version}`
    for (const frame of order.frames) {
      throwIfCancelled(signal)
      frames.push(await opinionOn(frame, { browser, name, order }))
    }
    return { browser: name, title, frames, problem: null }
  } catch (error) {
    throwIfCancelled(signal)
    if (!(error instanceof FramefarmError) || !isOfBrowser(error)) throw error
    return { browser: name, title, frames, problem: error.message }
  }
}

function isOfBrowser({ code }: FramefarmError): boolean {
  return code === 'CHROMIUM_START_FAILED' || code === 'TEMPLATE_FAILED'
}

type Asking = { readonly browser: OpinionBrowser; readonly name: BrowserName; readonly order: OpinionOrder }

async function opinionOn({ pick, picture }: AskedFrame, { browser, name, order }: Asking): Promise<FrameOpinion> {
  const { site, timeMs } = framePlace(order.film, pick.frame)
  const shown = await browser.show(site, timeMs)
  const [film, other] = await Promise.all([decodePng(picture), decodePng(shown)])
  const { outcome, measures, findings, differencePicture } = comparePictures(film, other, opinionRules)
  const folder = join(order.folder, 'opinion', name)
  const path = await written(join(folder, `${pick.name}.png`), folder, shown)
  const difference =
    outcome === 'same' ? null : await written(join(folder, `${pick.name}.difference.png`), folder, await encodePng(differencePicture()))
  return { name: pick.name, picture: path, difference, comparison: { outcome, measures, findings } }
}

async function written(path: string, folder: string, bytes: Uint8Array): Promise<string> {
  try {
    await mkdir(folder, { recursive: true })
    await writeFile(path, bytes)
    return path
  } catch (cause) {
    throw storageError(`${path} could not be written`, cause)
  }
}
