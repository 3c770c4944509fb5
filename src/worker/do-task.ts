import { join } from 'node:path'
import type { TaskResult } from '../api/leases.ts'
import type { OutputFile } from '../api/render.ts'
import type { FilmWork } from '../farm/film-work.ts'
import type { FinishedFile } from '../farm/finished-files.ts'
import type { DataFolder } from '../storage/data-folder.ts'
import { shareFiles } from '../storage/share-files.ts'
import { storeFiles, type AllowedFolders } from '../storage/store-files.ts'
import { openWorkFolder, type WorkFolder } from '../storage/work-folder.ts'
import type { HeldLease } from './held-lease.ts'

/** A lease, and who is told how far its work is. */
type Holding = Pick<HeldLease, 'lease' | 'signal' | 'countFrames' | 'enter'>
type TaskPlace = AllowedFolders & { readonly dataFolder: DataFolder; readonly startMs: number }

/** What a lease asks for. @throws as FilmWork and storeFiles */
export async function doTask(held: Holding, film: FilmWork, place: TaskPlace): Promise<TaskResult> {
  const { lease, signal } = held
  const { task } = lease
  const seconds = () => (performance.now() - place.startMs) / 1000
  switch (task.type) {
    case 'prepare': {
      const chunks = await film.planned()
      const { warnings, durationSeconds, encoder, fetchedBytes } = film
      return { type: 'prepare', chunks, warnings, durationSeconds, encoder, fetchedBytes }
    }
    case 'chunk': {
      const mixing = film.mixBeside(task, { signal })
      mixing.catch(() => undefined)
      const method = await film.renderChunk(task, { signal, onFrames: (count) => held.countFrames(count) })
      const result = { type: 'chunk', method, seconds: seconds() } as const
      await mixing
      return result
    }
    case 'finish': {
      await using finishing = await openFinishFolder(place.dataFolder, lease.renderId)
      const files = await film.finish({ folder: finishing.path, signal, onStage: (stage) => held.enter(stage) })
      return { type: 'finish', outputs: await delivered(held, { files, isPosterAsked: film.isPosterAsked }, place), seconds: seconds() }
    }
  }
}

/** Where finished files stay; or, where they go on to a store that machines share, a folder for the while. */
async function openFinishFolder(dataFolder: DataFolder, renderId: string): Promise<WorkFolder> {
  if (dataFolder.shared) return openWorkFolder(dataFolder)
  return { path: join(dataFolder.root, 'renders', renderId), [Symbol.asyncDispose]: () => Promise.resolve() }
}

type Finished = { readonly files: readonly FinishedFile[]; readonly isPosterAsked: boolean }

/**
 * The files with their addresses: at the destination where the render has one, else where the server that is asked for them finds them.
 * A poster that nobody has asked for goes to no destination.
 */
async function delivered(held: Holding, { files, isPosterAsked }: Finished, { folders, dataFolder }: TaskPlace): Promise<readonly OutputFile[]> {
  const { renderId, settings } = held.lease
  const { destination } = settings
  const { shared } = dataFolder
  const { signal } = held
  const going = destination === undefined ? [] : files.filter(({ kind }) => kind !== 'poster' || isPosterAsked)
  const staying = files.filter((file) => !going.includes(file))
  if (destination !== undefined || shared) held.enter('uploading')
  if (shared) await shareFiles(staying, { store: shared, renderId, signal })
  const addresses = destination === undefined ? [] : await storeFiles(going, destination, { folders, signal })
  const addressOf = new Map(going.map(({ file }, index) => [file, addresses[index]]))
  const ownAddress = (file: string) => `/v1/renders/${renderId}/files/${file.split('/').map(encodeURIComponent).join('/')}`
  return files.map(({ path: _path, ...file }) => ({ ...file, url: addressOf.get(file.file) ?? ownAddress(file.file) }))
}
