import { join } from 'node:path'
import type { TaskResult } from '../api/leases.ts'
import type { OutputFile } from '../api/render.ts'
import type { FilmWork } from '../farm/film-work.ts'
import type { FinishedFile } from '../farm/finished-files.ts'
import type { DataFolder } from '../storage/data-folder.ts'
import { storeFiles, type AllowedFolders } from '../storage/store-files.ts'
import type { HeldLease } from './held-lease.ts'

type TaskPlace = AllowedFolders & { readonly dataFolder: DataFolder; readonly startMs: number }

/** What a lease asks for. @throws as FilmWork and storeFiles */
export async function doTask(held: HeldLease, film: FilmWork, place: TaskPlace): Promise<TaskResult> {
  const { lease, signal } = held
  const { task } = lease
  const seconds = () => (performance.now() - place.startMs) / 1000
  switch (task.type) {
    case 'prepare': {
      const chunks = await film.planned()
      film.mixAhead()
      return { type: 'prepare', chunks, warnings: film.warnings, durationSeconds: film.durationSeconds, encoder: film.encoder }
    }
    case 'chunk': {
      const method = await film.renderChunk(task, { signal, onFrame: () => held.countFrame() })
      return { type: 'chunk', method, seconds: seconds() }
    }
    case 'finish': {
      const folder = join(place.dataFolder.root, 'renders', lease.renderId)
      const files = await film.finish({ folder, signal, onStage: (stage) => held.enter(stage) })
      return { type: 'finish', outputs: await delivered(held, files, place), seconds: seconds() }
    }
  }
}

/** The files with their addresses: at the destination, where the render has one. */
async function delivered(held: HeldLease, files: readonly FinishedFile[], { folders }: TaskPlace): Promise<readonly OutputFile[]> {
  const { renderId, settings } = held.lease
  if (settings.destination !== undefined) held.enter('uploading')
  const addresses =
    settings.destination === undefined
      ? files.map(({ file }) => `/v1/renders/${renderId}/files/${file.split('/').map(encodeURIComponent).join('/')}`)
      : await storeFiles(files, settings.destination, { folders, signal: held.signal })
  return files.map(({ path: _path, ...file }, index) => ({ ...file, url: addresses[index] ?? '' }))
}
