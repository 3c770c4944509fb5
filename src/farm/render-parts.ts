import { ImageStore } from '../assets/image-store.ts'
import type { SlotPool } from '../browser/slot-pool.ts'
import { mixSound, type MixedSound } from '../encoder/mix-sound.ts'
import { ChunkStore } from '../storage/chunk-store.ts'
import { containers, soundCodecOf } from '../film/containers.ts'
import { durationOf } from '../plan/timeline.ts'
import type { DataFolder } from '../storage/data-folder.ts'
import type { PreparedFilm } from './prepare-film.ts'
import { renderChunks, type FinishedChunks } from './render-chunks.ts'
import type { MethodWish } from './methods.ts'
import type { RenderListener } from './render-events.ts'
import { frameViewOf } from './render-key.ts'
import { Streams } from './streams.ts'

export type PartsOrder = {
  readonly pool: SlotPool
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
  const failing = new AbortController()
  const signal = AbortSignal.any([order.signal, failing.signal])
  let firstReason: unknown = null
  const orStop = async <T>(part: Promise<T>): Promise<T | null> => {
    try {
      return await part
    } catch (error) {
      firstReason ??= error
      failing.abort()
      return null
    }
  }
  const [chunks, sound] = await Promise.all([
    orStop(renderPicture(prepared, { ...order, signal })),
    orStop(renderSound(prepared, { ...order, signal })),
  ])
  if (firstReason !== null || chunks === null) throw firstReason
  return { chunks, sound }
}

async function renderPicture({ plan, toolbox, templates }: PreparedFilm, order: PartsOrder): Promise<FinishedChunks> {
  const { dataFolder, workFolder } = order
  const { output } = plan
  const view = frameViewOf(output)
  await using streams = new Streams({ tool: toolbox.stream, slots: order.slots, output, workFolder })
  return await renderChunks(plan, {
    ...order,
    streams,
    templates,
    store: new ChunkStore(dataFolder),
    images: new ImageStore(dataFolder, workFolder),
    ffmpeg: toolbox.ffmpeg,
    profile: toolbox.encoder.profile,
    output,
    frameType: view.format.type,
    view,
  })
}

async function renderSound({ plan, toolbox }: PreparedFilm, { workFolder, signal }: PartsOrder): Promise<MixedSound | null> {
  if (!plan.sound) return null
  const { output, container, range, frames, durationS, sound } = plan
  const isWhole = durationS === sound.durationS
  const window = isWhole ? null : { fromS: durationOf(range.from, output.fps), durationS: durationOf(frames, output.fps) }
  const codec = soundCodecOf(containers[container].film, output.codec)
  return mixSound(toolbox.ffmpeg, sound, { codec, folder: workFolder, window }, signal)
}
