import { readdir, stat } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { containers } from '../film/containers.ts'
import { mediaTypeOf } from '../film/media-types.ts'
import type { FilmPlan } from '../plan/plan-film.ts'
import type { SideFile } from './side-file.ts'

/** A file that a render has delivered. */
export type FinishedFile = {
  readonly path: string
  /** Below the folder of the render, with slashes. */
  readonly file: string
  /** Of the output; null for a film without `outputs`. */
  readonly name: string | null
  readonly kind: SideFile['kind'] | 'film' | 'other'
  readonly bytes: number
  readonly mediaType: string
  /** Of a film. */
  readonly durationSeconds?: number
  readonly frames?: number
}

type Delivered = {
  readonly name: string | null
  readonly folder: string
  readonly mainPath: string
  readonly sideFiles: readonly SideFile[]
  readonly plan: FilmPlan
}

/** What lies where after an output was delivered, the film first. */
export async function finishedFiles({ name, folder, mainPath, sideFiles, plan }: Delivered): Promise<readonly FinishedFile[]> {
  const { container, durationS: durationSeconds, frames } = plan
  const own = containers[container].fileName === null ? [mainPath] : await pathsIn(dirname(mainPath))
  const films = own.filter((path) => path === mainPath).map((path) => ({ path, kind: 'film' as const, durationSeconds, frames }))
  const others = own.filter((path) => path !== mainPath).map((path) => ({ path, kind: 'other' as const }))
  const all = [...films, ...sideFiles, ...others]
  return Promise.all(
    all.map(async (one) => ({
      ...one,
      name,
      file: relative(folder, one.path).replaceAll(sep, '/'),
      bytes: (await stat(one.path)).size,
      mediaType: mediaTypeOf(one.path),
    })),
  )
}

async function pathsIn(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).toSorted().map((name) => join(folder, name))
}
