import { join, resolve } from 'node:path'
import { writeWhole } from '../baselines/write-whole.ts'
import type { Opinion } from '../opinion/opinion.ts'
import type { FrameCheck } from '../verdict.ts'
import type { EmbeddedPictures, PictureWishes } from './embed-pictures.ts'
import { junitXml } from './junit-xml.ts'
import { pageData } from './page-data.ts'
import { readPageParts } from './page-parts.ts'
import { openStates, reportOf } from './report-of.ts'
import { reportPage } from './report-page.ts'
import type { Report } from './report-schema.ts'

export type ReportOptions = {
  /** What browsers show of the same frames. */
  readonly opinions?: readonly Opinion[]
  /** Of all pictures in the page that are without loss; 32 MB where it is absent. What finds no room is a preview, with a link to the file. */
  readonly mostPictureBytes?: number
}

/** The files of a report, by their full paths. */
export type ReportFiles = { readonly html: string; readonly json: string; readonly junit: string }

const usualPictureBytes = 32e6

/**
 * Writes what a check has found as a page for people (index.html), and for programs as JSON and JUnit XML. Each file is replaced whole.
 * @param folder made where it is absent
 * @throws OUTPUT_UNWRITABLE, DISK_FULL
 */
export async function writeReport(check: FrameCheck, folder: string, options: ReportOptions = {}): Promise<ReportFiles> {
  const report = reportOf(check, folder, options.opinions ?? [])
  const files = { html: join(folder, 'index.html'), json: join(folder, 'report.json'), junit: join(folder, 'junit.xml') }
  await writeWhole(files.json, `${JSON.stringify(report, null, 2)}\n`)
  await writeWhole(files.junit, junitXml(report))
  await writeWhole(files.html, await pageOf(report, folder, options.mostPictureBytes ?? usualPictureBytes))
  return files
}

async function pageOf(report: Report, folder: string, mostWholeBytes: number): Promise<string> {
  const full = (path: string | null) => (path === null ? [] : [resolve(folder, path)])
  const open = report.frames.filter(({ state }) => openStates.includes(state))
  const own = open.flatMap(({ files }) => [...full(files.baseline), ...full(files.actual), ...full(files.difference)])
  const seen = report.frames.flatMap(({ files, opinions }) =>
    opinions.flatMap((opinion) => [...full(files.actual ?? files.baseline), ...full(opinion.files.picture), ...full(opinion.files.difference)]),
  )
  const shown = report.frames.map(({ files }) => full(files.actual ?? files.baseline)[0] ?? null)
  // A check that drew nothing takes no time, and so must its report: reading every baseline would take most of it.
  const small = report.isSkipped ? [] : shown.filter((path) => path !== null)
  const [pictures, parts] = await Promise.all([embedded({ whole: [...own, ...seen], small, mostWholeBytes }), readPageParts()])
  const strip = shown.map((path) => (path === null ? null : (pictures.small.get(path)?.uri ?? null)))
  return reportPage({ report, ...pageData(report, folder, pictures), strip }, parts)
}

async function embedded(wishes: PictureWishes): Promise<EmbeddedPictures> {
  if (wishes.whole.length + wishes.small.length === 0) return { close: new Map(), small: new Map() }
  // Only where it is needed: libvips takes a while to load.
  const { embedPictures } = await import('./embed-pictures.ts')
  return embedPictures(wishes)
}
