import { slotCount } from '../../browser/slot-count.ts'
import { loadFilm, type LoadedFilm } from '../../farm/load-film.ts'
import type { Film } from '../../film/film.ts'
import type { DataFolder } from '../../storage/data-folder.ts'
import { trustingPolicy } from '../../storage/fetch/asset-policy.ts'
import { openWorkFolder } from '../../storage/work-folder.ts'
import type { FrameMethod } from './frame-method.ts'
import { openDrawing, type Drawing } from './open-drawing.ts'

export type FilmDrawing = AsyncDisposable & { readonly film: LoadedFilm; readonly drawing: Drawing }

type Order = {
  readonly film: Film
  readonly method: FrameMethod
  readonly dataFolder: DataFolder
  /** How many Chromium processes draw side by side; from cores and memory where it is absent. */
  readonly slots?: number | undefined
  /** One that is open already, and stays open. */
  readonly drawing?: Drawing | undefined
}

/**
 * A film, planned, and what its frames are drawn with: Chromium is started while the film is looked into.
 * @throws FilmInvalidError, TOOL_MISSING, TOOL_SETTING_WRONG, CHROMIUM_START_FAILED, DISK_FULL, CANCELLED
 */
export async function openFilmDrawing({ film, method, dataFolder, slots, drawing }: Order, signal: AbortSignal): Promise<FilmDrawing> {
  await using parts = new AsyncDisposableStack()
  const { path: folder } = parts.use(await openWorkFolder(dataFolder))
  const { width, height } = film.output
  const wishes = { method, dataFolder, folder, size: { width, height }, slots: slots ?? slotCount(film.output) }
  const [opened, loaded] = await Promise.allSettled([
    drawing ?? openDrawing(wishes, signal).then((own) => parts.use(own)),
    loadFilm(film, { folder, dataFolder, policy: trustingPolicy }, signal).then((own) => parts.use(own)),
  ])
  // What is wrong with the film is told first: it is what a user can mend.
  if (loaded.status === 'rejected') throw loaded.reason
  if (opened.status === 'rejected') throw opened.reason
  const all = parts.move()
  return { film: loaded.value, drawing: opened.value, [Symbol.asyncDispose]: () => all.disposeAsync() }
}
