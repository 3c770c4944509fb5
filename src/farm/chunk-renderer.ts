import { rm } from 'node:fs/promises'
import type { ImageStore } from '../assets/image-store.ts'
import { FrameComposer } from '../compositor/frame-composer.ts'
import type { Chunk } from '../plan/plan-film.ts'
import { imagesOf, type ScenePlan } from '../plan/plan-scene.ts'
import { hashOf } from '../shared/hash.ts'
import type { ChunkStore } from '../storage/chunk-store.ts'
import type { SceneSource } from './choose-method.ts'
import { ChosenMethods } from './chosen-methods.ts'
import { PhotoCache } from './layer-rasters.ts'
import type { MethodChoice, MethodWish } from './methods.ts'
import type { PreparedFilm } from './prepare-film.ts'
import { renderChunk } from './render-chunk.ts'
import type { RenderListener } from './render-events.ts'
import { frameViewOf } from './render-key.ts'
import { siteOfScene, templateOf } from './site-of-scene.ts'

export type RendererOptions = {
  /** How many chunks are rendered side by side. */
  readonly slots: number
  readonly method: MethodWish
  readonly verify: boolean
  readonly images: ImageStore
  readonly store: ChunkStore
  readonly workFolder: string
  /** Ends all that chunks have in common; the work of one chunk has a signal of its own. */
  readonly signal: AbortSignal
  readonly listen: RenderListener
}

export type ChunkRun = {
  readonly signal: AbortSignal
  /** Called after each frame that the encoder has taken; with a number below 0 where so many are thrown away. */
  readonly onFrames: (count: number) => void
  /** Whose layers are drawn while this one is encoded. */
  readonly next: ScenePlan | undefined
}

export type RenderedChunk = { readonly path: string; readonly choice: MethodChoice }

/** Where a chunk lies that was to be streamed and could not be: it must not be taken for a streamed one later. */
export function makeshiftHash({ hash }: Pick<Chunk, 'hash'>, { method }: Pick<MethodChoice, 'method'>): string {
  return hashOf([hash, method])
}

/** Renders chunks of a prepared film, in any order and side by side; what they have in common is made once. */
export class ChunkRenderer implements AsyncDisposable {
  readonly #prepared: PreparedFilm
  readonly #options: RendererOptions
  readonly #chosen: ChosenMethods
  readonly #sources = new Map<number, SceneSource>()
  /** Those that wait for the next chunk. */
  readonly #composers: FrameComposer[] = []

  /** @param chunks those that are likely to be rendered here */
  constructor(prepared: PreparedFilm, chunks: readonly Chunk[], options: RendererOptions) {
    const { plan, pool, streams } = prepared
    const { output } = plan
    this.#prepared = prepared
    this.#options = options
    const parts = { pool, output, view: frameViewOf(output), streams, photographs: new PhotoCache() }
    this.#chosen = new ChosenMethods(chunks, { ...options, ...parts, sourceOf: (scene) => this.#sourceOf(scene) })
  }

  /**
   * One chunk, from the choice of its scene's method to a finished file in the store.
   * @throws as chooseMethod and renderChunk; DISK_FULL, OUTPUT_UNWRITABLE
   */
  async render(chunk: Chunk, run: ChunkRun): Promise<RenderedChunk> {
    const { method, store, images } = this.#options
    // Before its page asks for them: what is wrong with one is then told as what it is.
    for (const order of imagesOf(chunk.scene)) await images.prepare(order)
    const composer = this.#composers.pop() ?? new FrameComposer()
    if (method === 'auto' || method === 'layers') composer.warmUp()
    try {
      const { path, choice, hash } = await this.#encode(chunk, composer, run)
      return { path: await store.add(hash, path, chunk.to - chunk.from, run.signal), choice }
    } finally {
      this.#composers.push(composer)
    }
  }

  /** To be called when no chunk is under way. Whoever prepared the film disposes of its browsers. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#chosen.settled()
    await Promise.all(this.#composers.splice(0).map((composer) => composer[Symbol.asyncDispose]()))
    // They end while the chunks are joined; what goes wrong with them is told where they are disposed of.
    void this.#prepared.streams[Symbol.asyncDispose]().catch(() => undefined)
  }

  #encode(chunk: Chunk, composer: FrameComposer, { signal, onFrames, next }: ChunkRun) {
    const { plan, toolbox, pool, streams } = this.#prepared
    const view = frameViewOf(plan.output)
    const parts = { pool, composer, streams, output: plan.output, view, frameType: view.format.type }
    const workFolder = this.#options.workFolder
    const tools = { ...parts, ffmpeg: toolbox.ffmpeg, profile: toolbox.encoder.profile, workFolder, signal, onFrame: () => onFrames(1) }
    return this.#chosen.use(chunk, signal, {
      work: async (method) => {
        // What goes wrong with the next scene is told when its turn has come.
        if (next) this.#chosen.begin(next)
        const path = await renderChunk(chunk, this.#sourceOf(chunk.scene).site, method, tools)
        return { path, choice: method.choice, hash: method.isMakeshift ? makeshiftHash(chunk, method.choice) : chunk.hash }
      },
      discard: async ({ path }) => {
        onFrames(chunk.from - chunk.to)
        await rm(path, { force: true })
      },
    })
  }

  /** One site for each scene, so that a slot which has it open need not load it again. */
  #sourceOf(scene: ScenePlan): SceneSource {
    const known = this.#sources.get(scene.index)
    if (known) return known
    const { templates } = this.#prepared
    const acts = [scene, ...(scene.outgoing ? [scene.outgoing] : [])]
    const source = {
      site: siteOfScene(scene, templates, (order) => this.#options.images.prepare(order)),
      isBuiltIn: acts.every(({ template }) => templateOf(template, templates).isBuiltIn),
    }
    this.#sources.set(scene.index, source)
    return source
  }
}
