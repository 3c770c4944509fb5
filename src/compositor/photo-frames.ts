import { Worker } from 'node:worker_threads'
import type { Placement } from './frame-compositor.ts'

type Size = { readonly width: number; readonly height: number }

/** An opaque picture as RGB, three bytes a pixel. */
export type Raster = Size & { readonly data: Uint8Array<ArrayBuffer> }

/** A moving photograph: its rasters, largest first, and where it lies in each frame, as placement of the largest. */
export type PhotoScene = { readonly frame: Size; readonly rasters: readonly Raster[]; readonly placements: readonly Placement[] }

export type WorkerInput = PhotoScene & { readonly frameCount: number }
export type WorkerMessage =
  | { readonly type: 'ready'; readonly memory: WebAssembly.Memory; readonly frames: readonly number[]; readonly frameBytes: number }
  | { readonly type: 'drawn'; readonly index: number }

/**
 * Frames in memory at the same time: one that FFmpeg is reading, one that waits in the stream before it,
 * one that was handed over last, and two that are being drawn ahead.
 */
const frameCount = 5
const ahead = 2

/** The sources run as they are; the published package has JavaScript. */
const workerFile = new URL(import.meta.url.endsWith('.ts') ? './photo-worker.ts' : './photo-worker.js', import.meta.url)

/**
 * Raw yuv420p frames of a moving photograph, drawn by a thread of its own while FFmpeg encodes the ones before.
 * A frame's bytes are good until three more have been asked for.
 * @throws what goes wrong in the thread
 */
export async function* photoFrames(scene: PhotoScene): AsyncGenerator<Buffer> {
  const workerData: WorkerInput = { ...scene, frameCount }
  const worker = new Worker(workerFile, { workerData, transferList: scene.rasters.map(({ data }) => data.buffer) })
  try {
    const drawn = new DrawnFrames(worker)
    const { memory, frames, frameBytes } = await drawn.ready
    const total = scene.placements.length
    let asked = 0
    for (let index = 0; index < total; index++) {
      for (; asked < Math.min(total, index + 1 + ahead); asked++) worker.postMessage(asked)
      await drawn.wait(index)
      yield Buffer.from(memory.buffer as unknown as ArrayBuffer, frames[index % frameCount] ?? 0, frameBytes)
    }
  } finally {
    await worker.terminate()
  }
}

/** What the thread has said so far. */
class DrawnFrames {
  readonly ready: Promise<Extract<WorkerMessage, { type: 'ready' }>>
  #last = -1
  #failure: unknown = null
  #wake: () => void = () => undefined

  constructor(worker: Worker) {
    const { promise, resolve, reject } = Promise.withResolvers<Extract<WorkerMessage, { type: 'ready' }>>()
    this.ready = promise
    worker.on('message', (message: WorkerMessage) => {
      if (message.type === 'ready') resolve(message)
      else this.#last = message.index
      this.#wake()
    })
    worker.on('error', (error) => {
      this.#failure = error
      reject(error)
      this.#wake()
    })
  }

  /** Until a frame is drawn; the thread draws them in order. */
  async wait(index: number): Promise<void> {
    while (this.#last < index) {
      if (this.#failure !== null) throw this.#failure
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }
}
