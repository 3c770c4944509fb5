import { Worker } from 'node:worker_threads'
import { isSameFrame, type LayerScene } from './layer-scene.ts'

export type ComposeInput = {
  readonly scene: LayerScene
  /** Numbers of the frames to draw, within the scene. */
  readonly frames: readonly number[]
  /** How many frames are kept at the same time. */
  readonly buffers: number
}
export type ComposeMessage =
  | { readonly type: 'ready'; readonly memory: WebAssembly.Memory; readonly addresses: readonly number[]; readonly frameBytes: number }
  | { readonly type: 'drawn'; readonly index: number }

/**
 * Frames in memory at the same time: one that FFmpeg is reading, one that waits in the stream before it,
 * one that was handed over last, and two that are being drawn ahead.
 */
const buffers = 5
const ahead = 2

/** The sources run as they are; the published package has JavaScript. */
const workerFile = new URL(import.meta.url.endsWith('.ts') ? './compose-worker.ts' : './compose-worker.js', import.meta.url)

/**
 * Raw yuv420p frames [from, to) of a scene, drawn by a thread of its own while FFmpeg encodes the ones before.
 * Where nothing has moved the same frame is given again. A frame's bytes are good until three others have been asked for.
 * @throws what goes wrong in the thread
 */
export async function* composeFrames(scene: LayerScene, { from, to }: { readonly from: number; readonly to: number }): AsyncGenerator<Buffer> {
  const wanted = Array.from({ length: to - from }, (_, index) => from + index)
  const frames = wanted.filter((frame) => frame === from || !isSameFrame(scene, frame - 1, frame))
  const workerData: ComposeInput = { scene, frames, buffers }
  const worker = new Worker(workerFile, { workerData })
  try {
    const drawn = new DrawnFrames(worker)
    const { memory, addresses, frameBytes } = await drawn.ready
    let asked = 0
    for (let index = 0; index < frames.length; index++) {
      for (; asked < Math.min(frames.length, index + 1 + ahead); asked++) worker.postMessage(asked)
      await drawn.wait(index)
      const bytes = Buffer.from(memory.buffer as unknown as ArrayBuffer, addresses[index % buffers] ?? 0, frameBytes)
      const repeats = (frames[index + 1] ?? to) - (frames[index] ?? to)
      for (let time = 0; time < repeats; time++) yield bytes
    }
  } finally {
    await worker.terminate()
  }
}

type Ready = Extract<ComposeMessage, { type: 'ready' }>

/** What the thread has said so far. */
class DrawnFrames {
  readonly ready: Promise<Ready>
  #last = -1
  #failure: unknown = null
  #wake: () => void = () => undefined

  constructor(worker: Worker) {
    const { promise, resolve, reject } = Promise.withResolvers<Ready>()
    this.ready = promise
    worker.on('message', (message: ComposeMessage) => {
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
