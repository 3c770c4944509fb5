import { join } from 'node:path'
import type { EncoderWish } from '../encoder/choose-encoder.ts'
import { FilmInvalidError, type Fault } from '../film/fault.ts'
import { mediaTypeOf } from '../film/media-types.ts'
import { parseFilm } from '../film/parse-film.ts'
import type { DataFolder } from '../storage/data-folder.ts'
import { storeFiles } from '../storage/store-files.ts'
import { openPartFolder, openWorkFolder } from '../storage/work-folder.ts'
import type { RenderListener } from './render-events.ts'
import { renderFilm } from './render-film.ts'

/** One scene of somebody else's film. */
export type SceneOrder = {
  readonly sceneIndex: number
  readonly imageUrl: string
  /** Seconds. */
  readonly duration: number
  /** As in a film. */
  readonly kenBurns?: unknown
  readonly output: { readonly width: number; readonly height: number; readonly fps: number }
  /** Part of the file's place: letters, digits, hyphens and underscores. */
  readonly jobId: string
  /** `gs://` before it makes no difference. */
  readonly outputBucket: string
}

export type ScenePlace = {
  readonly dataFolder: DataFolder
  readonly slots: number
  readonly encoder: EncoderWish
  /** Scenes go here instead of into their buckets. */
  readonly folder: string | null
  readonly listen: RenderListener
}

/** `duration` is in seconds. */
export type SceneVideo = { readonly sceneVideoUrl: string; readonly duration: number; readonly processingTimeMs: number }

/**
 * Renders one scene as a film of its own to JOB/scene-INDEX.mp4 in its bucket.
 * @throws FilmInvalidError with pointers into the order; FramefarmError
 */
export async function renderScene(order: SceneOrder, place: ScenePlace, signal: AbortSignal): Promise<SceneVideo> {
  const startMs = performance.now()
  const { sceneIndex, jobId, outputBucket } = order
  const { dataFolder, folder } = place
  await using work = await openWorkFolder(dataFolder)
  // Where the film's relative paths would start.
  const filmFolder = await openPartFolder(work.path, 'film')
  const path = join(work.path, 'scene.mp4')
  const { durationS } = await withPointersOf(async () => {
    const film = parseFilm(filmOf(order), filmFolder)
    return renderFilm({ ...place, film, outputPath: path, method: 'auto', verify: false, reuse: true }, signal, place.listen)
  })
  const destination = folder ?? `gs://${outputBucket.replace(/^gs:\/\//, '')}`
  const stored = [{ path, file: `${jobId}/scene-${sceneIndex}.mp4`, mediaType: mediaTypeOf(path) }]
  const [sceneVideoUrl = ''] = await storeFiles(stored, destination, { folders: folder === null ? [] : [folder], signal })
  return { sceneVideoUrl, duration: durationS, processingTimeMs: Math.round(performance.now() - startMs) }
}

function filmOf({ imageUrl, duration, kenBurns, output: { width, height, fps } }: SceneOrder): unknown {
  const scene = { image: imageUrl, duration, ...(kenBurns === undefined ? {} : { kenBurns }) }
  return { version: 1, output: { width, height, fps: exactRate(fps) }, scenes: [scene] }
}

/** 29.97 is what people say for 30000/1001. */
function exactRate(fps: number): number | string {
  const whole = Math.ceil(fps)
  return Number.isInteger(fps) || Math.abs(fps - (whole * 1000) / 1001) > 0.005 ? fps : `${whole * 1000}/1001`
}

const placesInOrder: readonly (readonly [film: string, order: string])[] = [
  ['/scenes/0/image', '/imageUrl'],
  ['/scenes/0', ''],
]

async function withPointersOf<T>(render: () => Promise<T>): Promise<T> {
  try {
    return await render()
  } catch (error) {
    throw error instanceof FilmInvalidError ? new FilmInvalidError(error.faults.map(inOrder)) : error
  }
}

function inOrder(fault: Fault): Fault {
  const [from, to] = placesInOrder.find(([place]) => fault.pointer.startsWith(place)) ?? ['', '']
  return { ...fault, pointer: to + fault.pointer.slice(from.length) }
}
