import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStills } from '../farm/render-still.ts'
import { dataFolderAt } from '../storage/data-folder.ts'
import { listenOnLoopback } from './listen-on-loopback.ts'
import { filmFile } from './editing/film-file.ts'
import { LiveFilm, type StateListener } from './live-film.ts'
import { previewApp } from './preview-app.ts'

export type PreviewOrder = {
  readonly filmPath: string
  /** 0 for any that is free. */
  readonly port: number
  /** Told whenever the film has been read again. */
  readonly listen: StateListener
}

/** A running preview; giving it back ends every connection and removes its files. */
export type Preview = AsyncDisposable & {
  /** Of the page, with the token that lets one in. */
  readonly url: string
}

const tokenBytes = 16

/**
 * Serves the preview page of a film on this machine.
 * @throws FILM_UNREADABLE where there is no such film, USAGE when the port cannot be had
 */
export async function openPreview({ filmPath, port, listen }: PreviewOrder): Promise<Preview> {
  await using parts = new AsyncDisposableStack()
  const folder = parts.adopt(await mkdtemp(join(tmpdir(), 'framefarm-preview-')), (path) => rm(path, { recursive: true, force: true, maxRetries: 3 }))
  const dataFolder = dataFolderAt(folder)
  const film = parts.use(new LiveFilm(await filmFile(filmPath), { folder, dataFolder }))
  const stills = parts.use(await openStills({ dataFolder }))
  const token = randomBytes(tokenBytes).toString('hex')
  const server = parts.use(await listenOnLoopback(previewApp(film, stills, token), port))
  film.onChange(listen)
  await film.start()
  const all = parts.move()
  return { url: `http://127.0.0.1:${server.port}/${token}/`, [Symbol.asyncDispose]: () => all.disposeAsync() }
}
