import { resolve } from 'node:path'
import { approveCommand } from './approve-command.ts'
import type { EmbeddedPicture, EmbeddedPictures } from './embed-pictures.ts'
import { openStates } from './report-of.ts'
import type { FrameState, Report, ReportFrame } from './report-schema.ts'
import { comparisonWords, frameWords, measureWords, placeWords, stateTitles } from './verdict-words.ts'

/** `source`: the id of the element that has its data address. */
export type PagePicture = {
  readonly source: string
  readonly title: string
  readonly width: number
  readonly height: number
  readonly isWhole: boolean
}

/** Two pictures that are held against each other; a picture alone has only `after`. */
export type PagePair = {
  readonly title: string
  readonly before: PagePicture | null
  readonly after: PagePicture | null
  readonly difference: PagePicture | null
  readonly words: readonly string[]
  readonly measures: readonly (readonly [string, string])[]
  /** Of all that differs, in pixels. */
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number } | null
  readonly files: readonly { readonly title: string; readonly path: string }[]
}

/** One frame as the page shows it. All words are made here; the page only puts them in their places. */
export type PageFrame = {
  readonly name: string
  readonly state: FrameState
  readonly stateTitle: string
  readonly isOpen: boolean
  readonly place: string
  readonly pairs: readonly PagePair[]
  /** null where there is nothing to approve. */
  readonly command: string | null
  /** What the command does. */
  readonly commandNote: string
}

/** What report.js is told. */
export type PageData = {
  readonly width: number
  readonly height: number
  readonly frames: readonly PageFrame[]
  /** null where there is nothing to approve. */
  readonly approveAll: string | null
}

/** Data addresses by the ids of their elements. */
export type PictureSources = ReadonlyMap<string, string>

/** @param folder the report's, which its files are named from */
export function pageData(report: Report, folder: string, pictures: EmbeddedPictures): { data: PageData; sources: PictureSources } {
  const sources = new Map<string, string>()
  const ids = new Map<string, string>()
  const close: Shown = (path, title) => {
    if (path === null) return null
    const full = resolve(folder, path)
    const picture = pictures.close.get(full)
    if (!picture) return null
    const source = ids.get(full) ?? `picture-${ids.size + 1}`
    ids.set(full, source)
    sources.set(source, picture.uri)
    return pictureOf(picture, source, title)
  }
  const small: (index: number) => Shown = (index) => (path, title) => {
    const picture = path === null ? undefined : pictures.small.get(resolve(folder, path))
    return picture ? pictureOf(picture, smallPictureId(index), title) : null
  }
  const frames = report.frames.map((frame, index): PageFrame => {
    const isOpen = openStates.includes(frame.state)
    return {
      name: frame.name,
      state: frame.state,
      stateTitle: stateTitles[frame.state],
      isOpen,
      place: placeWords(frame),
      pairs: [ownPair(frame, isOpen ? close : small(index)), ...frame.opinions.map((opinion) => opinionPair(frame, opinion, close))],
      command: isOpen || frame.state === 'gone' ? approveCommand(report.film.path, [frame.name], folder) : null,
      commandNote: frame.state === 'gone' ? 'It removes the baseline.' : 'It makes the actual frame the new baseline.',
    }
  })
  const approveAll = frames.some(({ command }) => command !== null) ? approveCommand(report.film.path, [], folder) : null
  return { data: { width: report.film.width, height: report.film.height, frames, approveAll }, sources }
}

type Shown = (path: string | null, title: string) => PagePicture | null

/** Of the element of the strip that has a frame's small picture. */
export function smallPictureId(index: number): string {
  return `small-${index}`
}

function pictureOf({ width, height, isWhole }: EmbeddedPicture, source: string, title: string): PagePicture {
  return { source, title, width, height, isWhole }
}

function ownPair(frame: ReportFrame, shown: Shown): PagePair {
  const { files, state } = frame
  const hasPair = openStates.includes(state) && files.baseline !== null && files.actual !== null
  const alone = shown(files.actual ?? files.baseline, files.actual === null ? 'Baseline' : 'Actual')
  return {
    title: 'Baseline and actual',
    before: hasPair ? shown(files.baseline, 'Baseline') : null,
    after: alone,
    difference: hasPair ? shown(files.difference, 'Difference') : null,
    words: frameWords(frame),
    measures: measureWords(frame.measures),
    box: frame.measures?.box ?? null,
    files: filesOf([
      ['Baseline', files.baseline],
      ['Actual', files.actual],
      ['Difference', files.difference],
    ]),
  }
}

function opinionPair({ files }: ReportFrame, opinion: ReportFrame['opinions'][number], shown: Shown): PagePair {
  const own = files.actual ?? files.baseline
  return {
    title: `Film and ${opinion.browser}`,
    before: shown(own, 'Film'),
    after: shown(opinion.files.picture, opinion.browser),
    difference: shown(opinion.files.difference, 'Difference'),
    words: comparisonWords(opinion),
    measures: measureWords(opinion.measures),
    box: opinion.measures?.box ?? null,
    files: filesOf([
      ['Film', own],
      [opinion.browser, opinion.files.picture],
      ['Difference', opinion.files.difference],
    ]),
  }
}

function filesOf(files: readonly (readonly [string, string | null])[]): PagePair['files'] {
  return files.flatMap(([title, path]) => (path === null ? [] : [{ title, path }]))
}
