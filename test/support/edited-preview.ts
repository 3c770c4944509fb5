import { readFile, writeFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { editFilm } from './edit-film.ts'
import { writeSmallFilm } from './small-film.ts'

/** A film with a camera that is said by rectangles, a transition and captions, as a person would write it. @returns its path */
export async function writeEditableFilm(folder: string): Promise<string> {
  const path = await writeSmallFilm(folder, { scenes: 2, seconds: 1 })
  await editFilm(path, ({ scenes }) => {
    Object.assign(scenes[0] ?? {}, { kenBurns: { from: { x: 0, y: 0, width: 1 }, to: { x: 0.2, y: 0.2, width: 0.6 } } })
    Object.assign(scenes[1] ?? {}, { transition: { type: 'crossfade', duration: 0.4 }, captions: 'Half way' })
  })
  await writeFile(path, `${JSON.stringify(JSON.parse(await readFile(path, 'utf8')), null, '\t')}\n`)
  return path
}

/** What the film would say if it were saved now. */
export async function draftOf(page: Page): Promise<{
  readonly output: { readonly width: number; readonly height: number }
  readonly scenes: readonly {
    readonly duration: unknown
    readonly captions?: unknown
    readonly kenBurns?: { readonly from?: Rectangle; readonly to?: Rectangle; readonly easing?: string }
  }[]
}> {
  return page.evaluate("fetch('film.json').then((response) => response.json())")
}

export type Rectangle = { readonly x: number; readonly y: number; readonly width: number }
