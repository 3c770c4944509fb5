import type { ImageStore } from '../assets/image-store.ts'
import type { Chunk } from '../plan/plan-film.ts'
import { imagesOf } from '../plan/plan-scene.ts'
import { allOrStop } from '../shared/all-or-stop.ts'
import { FramefarmError } from '../shared/errors.ts'
import { ChunkRenderer, type RendererOptions } from './chunk-renderer.ts'
import { FrameProgress } from './frame-progress.ts'
import { inScene } from './in-scene.ts'
import type { MethodChoice } from './methods.ts'
import type { PreparedFilm } from './prepare-film.ts'
import type { RenderListener } from './render-events.ts'

/** A crash costs a chunk; a chunk that fails three times would fail for ever. */
const attempts = 3

export type ChunkWork = RendererOptions & {
  /** false: chunks of earlier renders are not used. */
  readonly reuse: boolean
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
export async function renderChunks(prepared: PreparedFilm, work: ChunkWork): Promise<FinishedChunks> {
  const { plan } = prepared
  const { store, images, slots, listen } = work
  const paths = await Promise.all(
    plan.chunks.map(({ hash, from, to }) => (work.reuse ? store.find(hash, to - from, work.signal) : Promise.resolve(null))),
  )
  // Scenes that are the same have the same chunks; each is rendered once.
  const missing = [...new Map(plan.chunks.filter(({ index }) => paths[index] === null).map((chunk) => [chunk.hash, chunk])).values()]
  const progress = new FrameProgress(plan, missing, listen)
  const methods = new Map<number, SceneMethod>()
  await using open = new AsyncDisposableStack()
  await allOrStop(work.signal, (signal) => {
    const renderer = open.use(new ChunkRenderer(prepared, missing, { ...work, signal }))
    let taken = 0
    const runner = async () => {
      for (let chunk = missing[taken++]; chunk; chunk = missing[taken++]) {
        const { hash, scene } = chunk
        const run = { signal, onFrames: (count: number) => progress.count(chunk, count), next: missing[taken]?.scene }
        const { path, choice } = await withRetries(chunk, listen, progress, () => renderer.render(chunk, run))
        methods.set(scene.index, { scene: scene.index, ...choice })
        for (const other of plan.chunks) if (other.hash === hash) paths[other.index] = path
      }
    }
    // Images are prepared a little ahead of the chunks that need them, and a bad one is found early.
    return [prepareImages(missing, images), ...Array.from({ length: slots }, runner)]
  })
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
