import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { FilmCheck } from '../film-check.ts'
import { filmJunit } from './film-junit.ts'
import { filmPage } from './film-page.ts'

/** Where the pictures of a report's worst frames are. */
export function picturesFolderOf(reportFolder: string): string {
  return join(resolve(reportFolder), 'film')
}

/** Absolute paths. */
export type FilmReportFiles = { readonly html: string; readonly json: string; readonly junit: string }

/** Writes a check as one page that needs nothing but itself, as JSON, and as JUnit XML. What is in the folder besides stays. */
export async function writeFilmReport(check: FilmCheck, reportFolder: string): Promise<FilmReportFiles> {
  const folder = resolve(reportFolder)
  await mkdir(folder, { recursive: true })
  const files = { html: join(folder, 'film.html'), json: join(folder, 'film.json'), junit: join(folder, 'film.junit.xml') }
  await writeFile(files.json, `${JSON.stringify(check, null, 2)}\n`)
  await writeFile(files.junit, filmJunit(check))
  await writeFile(files.html, await filmPage(check))
  return files
}
