import { join } from 'node:path'
import { ImageStore } from '../assets/image-store.ts'
import type { EncoderWish } from '../encoder/choose-encoder.ts'
import { containers } from '../film/containers.ts'
import { filmFiles } from '../film/film-files.ts'
import type { Film } from '../film/film.ts'
import { usualPoster } from '../plan/usual-poster.ts'
import { FramefarmError } from '../shared/errors.ts'
import { hashOf } from '../shared/hash.ts'
import { ChunkStore } from '../storage/chunk-store.ts'
import type { DataFolder } from '../storage/data-folder.ts'
import type { AssetPolicy } from '../storage/fetch/asset-policy.ts'
import { admitFilm } from './admit-film.ts'
import { openPartFolder, openWorkFolder } from '../storage/work-folder.ts'
import type { FinishedFile } from './finished-files.ts'
import type { MethodWish } from './methods.ts'
import { OutputSound } from './output-sound.ts'
import { OutputWork, type FinishOrder } from './output-work.ts'
import { plannedSound } from './planned-sound.ts'
import type { PreparedFilm } from './prepare-film.ts'
import { prepareOutputs } from './prepare-outputs.ts'
import type { RenderListener } from './render-events.ts'

export type FilmWorkOrder = {
  /** The film's JSON, trusted in nothing. */
  readonly film: unknown
  readonly method: MethodWish
  readonly encoder: EncoderWish
  /** How many chunks are rendered side by side. */
  readonly slots: number
  readonly dataFolder: DataFolder
  readonly policy: AssetPolicy
}

/** A chunk of one of a film's files. */
type ChunkToRender = {
  /** Within its output. */
  readonly index: number
  readonly output: number
  /** Index of its scene in the film. */
  readonly scene: number
  readonly frames: number
  readonly hash: string
  readonly isFinished: boolean
}

type ChunkWish = { readonly output: number; readonly chunk: number; readonly hash: string }
type ChunkWatch = { readonly signal: AbortSignal; readonly onFrames: (count: number) => void }

type Parts = {
  readonly outputs: readonly OutputWork[]
  readonly warnings: readonly string[]
  readonly durationSeconds: number
  readonly encoder: string
  readonly fetchedBytes: number
  readonly isPosterAsked: boolean
  readonly ending: AbortController
  readonly resources: AsyncDisposableStack
}

/** A film that is rendered piece by piece, by whoever asks for a piece. Its assets, programs and Chromium processes are shared by all pieces. */
export class FilmWork implements AsyncDisposable {
  /** What is doubtful about the film. */
  readonly warnings: readonly string[]
  /** Of its first file. */
  readonly durationSeconds: number
  /** Of its first file, in FFmpeg's words. */
  readonly encoder: string
  /** Of what was downloaded for it. */
  readonly fetchedBytes: number
  /** false: it has one all the same, for whoever shows a list of films. */
  readonly isPosterAsked: boolean
  readonly #parts: Parts
  readonly #running = new Set<Promise<unknown>>()

  constructor(parts: Parts) {
    this.#parts = parts
    this.warnings = parts.warnings
    this.durationSeconds = parts.durationSeconds
    this.encoder = parts.encoder
    this.fetchedBytes = parts.fetchedBytes
    this.isPosterAsked = parts.isPosterAsked
  }

  /** All chunks of all outputs, and which of them are there already. */
  async planned(): Promise<readonly ChunkToRender[]> {
    const chunks = this.#parts.outputs.flatMap((work, output) => work.chunks.map((chunk) => ({ work, output, chunk })))
    return Promise.all(
      chunks.map(async ({ work, output, chunk }) => {
        const { index, scene, from, to, hash } = chunk
        return { index, output, scene: scene.index, frames: to - from, hash, isFinished: await work.isFinished(chunk) }
      }),
    )
  }

  /**
   * Renders one chunk into the store of finished chunks.
   * @returns how its frames were made; `reused` where it was there already
   * @throws PLAN_DIFFERS, CANCELLED; SceneError for what goes wrong in the scene
   */
  async renderChunk({ output, chunk: index, hash }: ChunkWish, watch: ChunkWatch): Promise<string> {
    const work = this.#parts.outputs[output]
    const chunk = work?.chunks[index]
    if (!work || chunk?.hash !== hash) {
      const here = chunk ? `is ${chunk.hash} here` : 'is not in the plan that is made here'
      throw new FramefarmError('PLAN_DIFFERS', `chunk ${index + 1} of output ${output + 1}, planned as ${hash}, ${here}`)
    }
    return this.#run(watch, (signal) => work.renderChunk(chunk, { ...watch, signal }))
  }

  /** Mixes, beside its first chunk, the sound of an output, so that `finish` need not do it. @throws CANCELLED */
  async mixBeside({ output, chunk: index }: Omit<ChunkWish, 'hash'>, watch: Pick<ChunkWatch, 'signal'>): Promise<void> {
    const work = this.#parts.outputs[output]
    const chunk = work?.chunks[index]
    if (chunk) await this.#run(watch, (signal) => work.mixBeside(chunk, signal))
  }

  /**
   * All files of the film, of chunks that are in the store, into a folder. Each is whole or absent.
   * @throws CHUNK_MISSING, CANCELLED, as deliverFilm
   */
  async finish(order: FinishOrder): Promise<readonly FinishedFile[]> {
    return this.#run(order, async (signal) => {
      const files: FinishedFile[] = []
      for (const work of this.#parts.outputs) files.push(...(await work.finish({ ...order, signal })))
      return files
    })
  }

  /** Stops what is under way, which is then cancelled. When it returns no process and no file of the work is left. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#parts.ending.abort()
    await Promise.allSettled(this.#running)
    await this.#parts.resources[Symbol.asyncDispose]()
  }

  async #run<T>({ signal }: { readonly signal: AbortSignal }, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const running = work(AbortSignal.any([signal, this.#parts.ending.signal]))
    this.#running.add(running)
    try {
      return await running
    } finally {
      this.#running.delete(running)
    }
  }
}

/**
 * Prepares a film: everything is fetched and looked into, and every file of it planned.
 * @param signal for the preparing alone
 * @throws FilmInvalidError; as prepareFilms
 */
export async function openFilmWork(order: FilmWorkOrder, signal: AbortSignal, listen: RenderListener): Promise<FilmWork> {
  const { dataFolder, slots, method } = order
  await using open = new AsyncDisposableStack()
  const folder = open.use(await openWorkFolder(dataFolder)).path
  const film = admitFilm(order.film, order.policy)
  const files = filesOfWork(film)
  const warnings: string[] = []
  const hear: RenderListener = (event) => (event.type === 'warning' ? warnings.push(event.message) : listen(event))
  const { films, browsers, fetchedBytes } = await prepareOutputs(files, { ...order, verify: false, workFolder: folder }, signal, hear)
  open.use(browsers)
  const [first] = films
  if (!first) throw new Error('unreachable: a film has a file')
  const isPosterAsked = films.some(({ plan }) => plan.pictures.poster !== null)
  const ending = new AbortController()
  const shared = { slots, method, verify: false, images: new ImageStore(dataFolder, folder), store: new ChunkStore(dataFolder), listen }
  const outputs: OutputWork[] = []
  const sounds = new Map<string, OutputSound>()
  for (const [index, ready] of films.entries()) {
    const file = files[index]
    const prepared = index === 0 && !isPosterAsked ? withPoster(ready) : ready
    if (!file) throw new Error('unreachable: every film has its file')
    const options = { ...shared, workFolder: await openPartFolder(folder, `output-${index + 1}`), signal: ending.signal }
    const planned = plannedSound(prepared.plan)
    const key = hashOf(planned)
    const mixesSound = planned !== null && !sounds.has(key)
    const mixing = { toolbox: prepared.toolbox, dataFolder, workFolder: folder, reuse: true, signal: ending.signal }
    if (mixesSound) sounds.set(key, open.use(new OutputSound(planned, mixing)))
    outputs.push(open.use(new OutputWork({ file, prepared, options, sound: sounds.get(key) ?? null, mixesSound })))
  }
  return new FilmWork({
    outputs,
    warnings,
    durationSeconds: first.plan.durationS,
    encoder: first.toolbox.encoder.profile.encoder,
    fetchedBytes,
    isPosterAsked,
    ending,
    resources: open.move(),
  })
}

/** The files that a film is rendered to piece by piece. @throws as filmFiles */
export function filesOfWork(film: Film): ReturnType<typeof filmFiles> {
  return filmFiles(film, fileName(film))
}

function withPoster({ plan, ...prepared }: PreparedFilm): PreparedFilm {
  return { ...prepared, plan: { ...plan, pictures: { ...plan.pictures, poster: usualPoster(plan) } } }
}

/** MP4 where the film names no other kind of file. */
function fileName({ delivery, outputs }: Film): string {
  const container = outputs.length === 0 ? (delivery.container ?? 'mp4') : 'mp4'
  const { fileName: inFolder, suffixes } = containers[container]
  return inFolder === null ? `film${suffixes[0]}` : join('film', inFolder)
}
