import { ImageStore } from '../assets/image-store.ts'
import type { MixedSound } from '../encoder/mix-sound.ts'
import { allOrStop } from '../shared/all-or-stop.ts'
import { ChunkStore } from '../storage/chunk-store.ts'
import type { DataFolder } from '../storage/data-folder.ts'
import { OutputSound } from './output-sound.ts'
import { plannedSound } from './planned-sound.ts'
import type { PreparedFilm } from './prepare-film.ts'
import { renderChunks, type FinishedChunks } from './render-chunks.ts'
import type { MethodWish } from './methods.ts'
import type { RenderListener } from './render-events.ts'

export type PartsOrder = {
  readonly slots: number
  readonly reuse: boolean
  readonly method: MethodWish
  readonly verify: boolean
  readonly dataFolder: DataFolder
  readonly workFolder: string
  readonly signal: AbortSignal
  readonly listen: RenderListener
}

export type FilmParts = { readonly chunks: FinishedChunks; readonly sound: MixedSound | null }

/** Picture and sound, side by side. When one fails the other is stopped, and both have ended before this throws. */
export async function renderParts(prepared: PreparedFilm, order: PartsOrder): Promise<FilmParts> {
  const { dataFolder, workFolder } = order
  const planned = plannedSound(prepared.plan)
  await using open = new AsyncDisposableStack()
  const [chunks, sound] = await allOrStop<[FinishedChunks, MixedSound | null]>(order.signal, (signal) => {
    const stores = { store: new ChunkStore(dataFolder), images: new ImageStore(dataFolder, workFolder) }
    const mixing = planned && open.use(new OutputSound(planned, { ...order, toolbox: prepared.toolbox, signal }))
    return [renderChunks(prepared, { ...order, ...stores, signal }), mixing?.mixed(signal) ?? Promise.resolve(null)]
  })
  return { chunks, sound }
}
