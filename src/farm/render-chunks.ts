import type { ImageStore } from '../assets/image-store.ts'
import { FrameComposer } from '../compositor/frame-composer.ts'
import type { Chunk, FilmPlan } from '../plan/plan-film.ts'
import { imagesOf, type ScenePlan } from '../plan/plan-scene.ts'
import { FramefarmError } from '../shared/errors.ts'
import { hashOf } from '../shared/hash.ts'
import type { ChunkStore } from '../storage/chunk-store.ts'
import type { Template } from '../templates/load-template.ts'
import type { SceneSource } from './choose-method.ts'
import { siteOfScene, templateOf } from './site-of-scene.ts'
import type { MethodChoice, MethodWish } from './methods.ts'
import { ChosenMethods } from './chosen-methods.ts'
import { FrameProgress } from './frame-progress.ts'
import { inScene } from './in-scene.ts'
import { PhotoCache } from './layer-rasters.ts'
import { renderChunk, type ChunkTools } from './render-chunk.ts'
import type { RenderListener } from './render-events.ts'

/** A crash costs a chunk; a chunk that fails three times would fail for ever. */
const attempts = 3

export type ChunkWork = Omit<ChunkTools, 'onFrame' | 'composer'> & {
  /** How many chunks are rendered side by side. */
  readonly slots: number
  readonly method: MethodWish
  readonly verify: boolean
  readonly images: ImageStore
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
  /** From the first frame that the encoder took to the end of the last chunk: what is left without start-up. */
  readonly framePathSeconds: number
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
  const sourceOf = sourceFactory(work)
  const chosen = new ChosenMethods(missing, sourceOf, { ...work, photographs: new PhotoCache(), signal })
  // Images are prepared a little ahead of the chunks that need them, and a bad one is found early.
  const ahead = prepareImages(missing, work.images)
  const methods = new Map<number, SceneMethod>()
  let taken = 0
  const renderOne = async (chunk: Chunk, composer: FrameComposer) => {
    const method = await chosen.of(chunk.scene)
    methods.set(chunk.scene.index, { scene: chunk.scene.index, ...method.choice })
    // The next scene's layers are drawn while this one is encoded. What goes wrong with them is told when their turn comes.
    const next = missing[taken]
    if (next) void chosen.of(next.scene).catch(() => undefined)
    const path = await renderChunk(chunk, sourceOf(chunk.scene).site, method, { ...work, composer, signal, onFrame: () => progress.frame(chunk) })
    return { path, storeAs: method.isMakeshift ? hashOf([chunk.hash, method.choice.method]) : chunk.hash }
  }
  const runner = async () => {
    await using composer = new FrameComposer()
    if (work.method === 'auto' || work.method === 'layers') composer.warmUp()
    for (let chunk = missing[taken++]; chunk; chunk = missing[taken++]) {
      const { hash, from, to, scene } = chunk
      const { path, storeAs } = await withRetries(chunk, work.listen, progress, () => renderOne(chunk, composer))
      chosen.release(scene)
      const storedPath = await work.store.add(storeAs, path, to - from)
      for (const other of plan.chunks) if (other.hash === hash) paths[other.index] = storedPath
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
  return {
    paths: paths.filter((path) => path !== null),
    reusedChunks: plan.chunks.length - missing.length,
    drawnFrames: missing.reduce((sum, { from, to }) => sum + to - from, 0),
    framePathSeconds: progress.secondsSinceFirstFrame(),
    methods: [...methods.values()].toSorted((a, b) => a.scene - b.scene),
  }
}

async function prepareImages(chunks: readonly Chunk[], images: ImageStore): Promise<void> {
  const scenes = new Set(chunks.map(({ scene }) => scene))
  for (const scene of scenes) {
    try {
      for (const order of imagesOf(scene)) await images.prepare(order)
    } catch (error) {
      throw inScene(scene, error)
    }
  }
}

/** One site for each scene, so that a slot which has it open need not load it again. */
function sourceFactory({ templates, images }: ChunkWork): (scene: ScenePlan) => SceneSource {
  const sources = new Map<number, SceneSource>()
  return (scene) => {
    const known = sources.get(scene.index)
    if (known) return known
    const site = siteOfScene(scene, templates, (order) => images.prepare(order))
    const source = {
      site,
      isBuiltIn: [scene, ...(scene.outgoing ? [scene.outgoing] : [])].every(({ template }) => templateOf(template, templates).isBuiltIn),
    }
    sources.set(scene.index, source)
    return source
  }
}

async function withRetries<T>(chunk: Chunk, listen: RenderListener, progress: FrameProgress, render: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await render()
    } catch (error) {
      progress.restart(chunk)
      const again = error instanceof FramefarmError && error.retryable && attempt < attempts
      if (!again) throw inScene(chunk.scene, error)
      listen({
        type: 'warning',
        message: `scene ${chunk.scene.index + 1}: ${error.message}; trying chunk ${chunk.index + 1} again (attempt ${attempt + 1} of ${attempts})`,
      })
    }
  }
}
