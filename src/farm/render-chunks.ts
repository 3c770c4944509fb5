import type { ImageStore } from '../assets/image-store.ts'
import { fileNameOf } from '../assets/image-order.ts'
import type { SlotPool } from '../browser/slot-pool.ts'
import type { Chunk, FilmPlan, ScenePlan } from '../plan/plan-film.ts'
import { FramefarmError } from '../shared/errors.ts'
import type { ChunkStore } from '../storage/chunk-store.ts'
import type { Template } from '../templates/load-template.ts'
import { sceneSite } from '../templates/scene-site.ts'
import type { Site } from '../templates/site.ts'
import { inScene } from './in-scene.ts'
import { renderChunk, type ChunkTools, type MethodChoice, type RenderedChunk } from './render-chunk.ts'
import type { RenderListener } from './render-events.ts'

/** A crash costs a chunk; a chunk that fails three times would fail for ever. */
const attempts = 3

export type ChunkWork = Omit<ChunkTools, 'onFrame'> & {
  readonly pool: SlotPool
  readonly slots: number
  readonly store: ChunkStore
  /** false: chunks of earlier renders are not used. */
  readonly reuse: boolean
  readonly templates: ReadonlyMap<string, Template>
  readonly listen: RenderListener
}

/** How a scene's frames were made in this run. */
export type SceneMethod = MethodChoice & { readonly scene: number }

export type FinishedChunks = {
  readonly paths: readonly string[]
  readonly reusedChunks: number
  readonly drawnFrames: number
  readonly methods: readonly SceneMethod[]
}

/**
 * Every chunk of a film as a file, in order: found finished, or rendered in one of the slots.
 * @throws the error of the first chunk that cannot be rendered, with its scene; the others are stopped
 */
export async function renderChunks(plan: FilmPlan, work: ChunkWork): Promise<FinishedChunks> {
  const paths = await Promise.all(plan.chunks.map(({ hash, from, to }) => (work.reuse ? work.store.find(hash, to - from) : Promise.resolve(null))))
  // Scenes that are the same have the same chunks; each is rendered once.
  const missing = [...new Map(plan.chunks.filter(({ index }) => paths[index] === null).map((chunk) => [chunk.hash, chunk])).values()]
  const progress = new FrameProgress(plan, missing, work.listen)
  const failing = new AbortController()
  const signal = AbortSignal.any([work.signal, failing.signal])
  const sites = siteFactory(work)
  // Images are prepared a little ahead of the chunks that need them, and a bad one is found early.
  const ahead = prepareImages(missing, work.images)
  const queue = missing.values()
  const methods = new Map<number, SceneMethod>()
  const runner = async () => {
    for (const chunk of queue) {
      const { path, method, reason } = await renderWithRetries(chunk, sites(chunk.scene), { ...work, signal }, progress)
      methods.set(chunk.scene.index, { scene: chunk.scene.index, method, reason })
      const storedPath = await work.store.add(chunk.hash, path, chunk.to - chunk.from)
      for (const { index, hash } of plan.chunks) if (hash === chunk.hash) paths[index] = storedPath
    }
  }
  let firstReason: unknown = null
  const settle = async (task: Promise<void>) => {
    try {
      await task
    } catch (error) {
      firstReason ??= error
      failing.abort()
    }
  }
  await Promise.all([ahead, ...Array.from({ length: work.slots }, runner)].map(settle))
  if (firstReason !== null) throw firstReason
  const drawnFrames = missing.reduce((sum, { from, to }) => sum + to - from, 0)
  return {
    paths: paths.filter((path) => path !== null),
    reusedChunks: plan.chunks.length - missing.length,
    drawnFrames,
    methods: [...methods.values()].toSorted((a, b) => a.scene - b.scene),
  }
}

async function prepareImages(chunks: readonly Chunk[], images: ImageStore): Promise<void> {
  const scenes = new Set(chunks.map(({ scene }) => scene))
  for (const scene of scenes) {
    try {
      await images.prepare(scene.image)
    } catch (error) {
      throw inScene(scene, error)
    }
  }
}

/** One site for each scene, so that a slot which has it open need not load it again. */
function siteFactory({ templates, images }: ChunkWork): (scene: ScenePlan) => Site {
  const sites = new Map<number, Site>()
  return (scene) => {
    const template = templates.get(scene.template)
    if (!template) throw new Error(`unreachable: template ${scene.template} has not been loaded`)
    const site = sites.get(scene.index) ?? sceneSite(template, scene.data, new Map([[fileNameOf(scene.image), () => images.prepare(scene.image)]]))
    sites.set(scene.index, site)
    return site
  }
}

async function renderWithRetries(chunk: Chunk, site: Site, work: ChunkWork, progress: FrameProgress): Promise<RenderedChunk> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work.pool.use((slot) => renderChunk(chunk, site, slot, { ...work, onFrame: () => progress.frame(chunk) }))
    } catch (error) {
      progress.restart(chunk)
      const again = error instanceof FramefarmError && error.retryable && attempt < attempts
      if (!again) throw inScene(chunk.scene, error)
      work.listen({
        type: 'warning',
        message: `scene ${chunk.scene.index + 1}: ${error.message}; trying chunk ${chunk.index + 1} again (attempt ${attempt + 1} of ${attempts})`,
      })
    }
  }
}

/** Counts frames over all slots; those of an attempt that failed are taken back. */
class FrameProgress {
  readonly #done = new Map<number, number>()
  readonly #reused: number
  readonly #total: number
  readonly #listen: RenderListener

  constructor(plan: FilmPlan, missing: readonly Chunk[], listen: RenderListener) {
    this.#total = plan.frames
    this.#reused = plan.frames - missing.reduce((sum, { from, to }) => sum + to - from, 0)
    this.#listen = listen
    this.#tell()
  }

  frame({ index }: Chunk): void {
    this.#done.set(index, (this.#done.get(index) ?? 0) + 1)
    this.#tell()
  }

  restart({ index }: Chunk): void {
    this.#done.delete(index)
    this.#tell()
  }

  #tell(): void {
    const drawn = [...this.#done.values()].reduce((sum, frames) => sum + frames, 0)
    this.#listen({ type: 'frames', done: this.#reused + drawn, reused: this.#reused, total: this.#total })
  }
}
