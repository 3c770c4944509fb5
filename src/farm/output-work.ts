import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { MixedSound } from '../encoder/mix-sound.ts'
import type { FilmFile } from '../film/film-files.ts'
import type { Chunk } from '../plan/plan-film.ts'
import type { ScenePlan } from '../plan/plan-scene.ts'
import { FramefarmError } from '../shared/errors.ts'
import { throwIfCancelled } from '../shared/within.ts'
import { OutputFiles } from '../storage/output-files.ts'
import { openPartFolder } from '../storage/work-folder.ts'
import { ChunkRenderer, makeshiftHash, type ChunkRun, type RendererOptions } from './chunk-renderer.ts'
import { deliverFilm } from './deliver-film.ts'
import { finishedFiles, type FinishedFile } from './finished-files.ts'
import { inScene } from './in-scene.ts'
import { openTarget } from './open-target.ts'
import type { OutputSound } from './output-sound.ts'
import type { PreparedFilm } from './prepare-film.ts'
import { StageClock } from './render-report.ts'

export type OutputParts = {
  /** Its path is below the folder that `finish` is given. */
  readonly file: FilmFile
  readonly prepared: PreparedFilm
  readonly options: RendererOptions
  /** null for a file without. Whoever opened it disposes of it. */
  readonly sound: OutputSound | null
  /** false where another output of the film, with the same sound, does. */
  readonly mixesSound: boolean
}

export type FinishOrder = {
  readonly folder: string
  readonly signal: AbortSignal
  readonly onStage: (stage: 'joining' | 'mixing') => void
}

/** One of a film's files that is rendered piece by piece: chunks in any order, and then the film of them. */
export class OutputWork implements AsyncDisposable {
  readonly #parts: OutputParts
  readonly #renderer: ChunkRenderer
  readonly #begun = new Set<number>()
  readonly #finished = new Set<string>()
  #finishes = 0

  /** @param parts the work folder of its options is for this output alone */
  constructor(parts: OutputParts) {
    this.#parts = parts
    this.#renderer = new ChunkRenderer(parts.prepared, parts.prepared.plan.chunks, parts.options)
  }

  get chunks(): readonly Chunk[] {
    return this.#parts.prepared.plan.chunks
  }

  /** Whether nothing is left to be done for a chunk, nor for the sound that is mixed beside it. */
  async isFinished(chunk: Chunk): Promise<boolean> {
    const { signal } = this.#parts.options
    return (await this.#isRendered(chunk, signal)) && ((await this.#soundBeside(chunk)?.isMixed(signal)) ?? true)
  }

  /**
   * Renders a chunk into the store, where it is not there already.
   * @returns how its frames were made, `reused` where it was there
   * @throws as ChunkRenderer.render, with the scene
   */
  async renderChunk(chunk: Chunk, run: Omit<ChunkRun, 'next'>): Promise<string> {
    try {
      if (await this.#isRendered(chunk, run.signal)) return 'reused'
      const next = this.#next(chunk)
      this.#begun.add(chunk.index)
      const { choice } = await this.#renderer.render(chunk, { ...run, next })
      return choice.method
    } catch (error) {
      throw inScene(chunk.scene, error)
    }
  }

  /**
   * Mixes the sound into the store, beside the output's first chunk: so it has a lease, and is in the store before the film is finished, wherever that is.
   * What goes wrong with it is no fault of that chunk's scene, and told by `finish`, which tries again.
   * @throws CANCELLED
   */
  async mixBeside(chunk: Chunk, signal: AbortSignal): Promise<void> {
    await this.#soundBeside(chunk)
      ?.mixed(signal)
      .catch(() => throwIfCancelled(signal))
  }

  /**
   * Joins the chunks, checks the film and delivers it with what lies beside it.
   * @throws CHUNK_MISSING; as mixSound and deliverFilm
   */
  async finish({ folder, signal, onStage }: FinishOrder): Promise<readonly FinishedFile[]> {
    const { file, prepared, options } = this.#parts
    const { plan, toolbox } = prepared
    const { name, film } = file
    onStage('joining')
    const chunkPaths = await Promise.all(this.chunks.map((chunk) => this.#find(chunk, signal)))
    const soundPath = (await this.#sound({ signal, onStage }))?.path ?? null
    await using files = new OutputFiles()
    const main = files.add(await openTarget(join(folder, file.path), plan.container))
    // One of its own: of two attempts, the first may not have quite ended.
    const workFolder = await openPartFolder(options.workFolder, `finish-${++this.#finishes}`)
    try {
      const clock = new StageClock(() => undefined)
      const sideFiles = await deliverFilm({ film, plan, tools: toolbox.ffmpeg, chunkPaths, soundPath, main, files, workFolder, clock, signal })
      return await finishedFiles({ name, folder, mainPath: main.path, sideFiles, plan })
    } finally {
      await rm(workFolder, { recursive: true, force: true })
    }
  }

  /** To be called when the signal of its options is aborted, or nothing is under way. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#renderer[Symbol.asyncDispose]()
  }

  /** Where chunks come here one after the other, the one that is likely to come after this one. */
  #next({ index }: Chunk): ScenePlan | undefined {
    if (index > 0 && !this.#begun.has(index - 1)) return undefined
    return this.chunks.find((chunk) => chunk.index > index && !this.#begun.has(chunk.index) && !this.#finished.has(chunk.hash))?.scene
  }

  async #isRendered(chunk: Chunk, signal: AbortSignal): Promise<boolean> {
    const isFound = await this.#parts.options.store.has(chunk.hash, chunk.to - chunk.from, signal)
    if (isFound) this.#finished.add(chunk.hash)
    return isFound
  }

  #soundBeside({ index }: Chunk): OutputSound | null {
    const { sound, mixesSound } = this.#parts
    return index === 0 && mixesSound ? sound : null
  }

  async #sound({ signal, onStage }: Pick<FinishOrder, 'signal' | 'onStage'>): Promise<MixedSound | null> {
    const { sound } = this.#parts
    if (!sound) return null
    if (!(await sound.isMixed(signal))) onStage('mixing')
    const mixed = await sound.mixed(signal)
    onStage('joining')
    return mixed
  }

  async #find(chunk: Chunk, signal: AbortSignal): Promise<string> {
    const { store } = this.#parts.options
    const frames = chunk.to - chunk.from
    const makeshift = makeshiftHash(chunk, { method: 'screenshot' })
    const path = (await store.find(chunk.hash, frames, signal)) ?? (await store.find(makeshift, frames, signal))
    if (path !== null) return path
    throw inScene(chunk.scene, new FramefarmError('CHUNK_MISSING', `chunk ${chunk.index + 1} is not among the finished chunks any more`))
  }
}
