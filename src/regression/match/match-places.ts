import { join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { safeName } from '../baselines/safe-name.ts'
import { chosenName } from '../pick/chosen-name.ts'
import type { PickWishes } from '../pick/pick-wishes.ts'

/**
 * From the working directory, for a report and its commands may be read on another machine.
 * @param from where a relative path starts
 * @throws TypeError for an address that is no file:
 */
export function filmPathOf(film: string | URL, from: string): string {
  return relative(process.cwd(), film instanceof URL || film.startsWith('file:') ? fileURLToPath(film) : resolve(from, film))
}

/**
 * Each film, and each time of it, has its own report: tests run side by side, and pictures of one must not go when another one begins.
 * @param filmPath of filmPathOf
 * films/intro.json at 1.5 s becomes frames-reports/films-intro-at-1.500s.
 */
export function reportFolderOf(filmPath: string, { at, scenes }: PickWishes): string {
  const film = filmPath.replace(/\.json$/i, '').split(sep)
  const runs = scenes.map(({ from, to }) => `scenes-${from}-${to}`)
  return join('frames-reports', safeName([...film, ...at.map(chosenName), ...runs].join('-')))
}
