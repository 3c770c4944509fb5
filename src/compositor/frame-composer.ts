import type { Worker } from 'node:worker_threads'
import { startThread } from '../shared/start-thread.ts'
import { isLive, isSameFrame, type LayerScene } from './layer-scene.ts'

/** To the thread: a scene with the numbers of the frames to draw, then, one by one, which of them. */
export type ComposerOrder =
  | { readonly type: 'scene'; readonly scene: LayerScene; readonly frames: readonly number[]; readonly buffers: number }
  | { readonly type: 'draw'; readonly index: number; readonly live: Uint8Array | null }
/** From the thread. */
export type ComposerReport =
  | { readonly type: 'ready'; readonly memory: WebAssembly.Memory; readonly addresses: readonly number[]; readonly frameBytes: number }
  | { readonly type: 'drawn'; readonly index: number }

/** Takes the picture of all live layers of a scene in one of its frames, as a PNG, good until the next one; asked for one after the other, in order. */
export type TakeLive = (frame: number) => Promise<Uint8Array>

/**
 * Frames in memory at the same time: one that FFmpeg is reading, one that waits in the stream before it,
 * one that was handed over last, and two that are being drawn ahead.
 */
const buffers = 5
const ahead = 2

/** Frames and rasters lie in WebAssembly's memory; of JavaScript's own, a thread needs next to nothing. */
const resourceLimits = { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 64 }

const threadFile = new URL('./composer-thread.ts', import.meta.url)

/** A thread that puts frames together, with a memory of its own that it keeps from chunk to chunk. */
export class FrameComposer implements AsyncDisposable {
  /** The thread that waits for the next chunk. */
  #idle: Worker | null = null
  readonly #threads = new Set<Worker>()

  /**
   * Raw yuv420p frames [from, to) of a scene, drawn while FFmpeg encodes the ones before.
   * Where nothing has moved the same frame is given again. A frame's bytes are good until three others have been asked for.
   * @param takeLive for scenes with live layers
   * @throws what goes wrong in the thread, and what `takeLive` throws; none of its pictures is under way then
   */
  async *compose(scene: LayerScene, { from, to }: { readonly from: number; readonly to: number }, takeLive?: TakeLive): AsyncGenerator<Buffer> {
    if (isLive(scene) && !takeLive) throw new Error('unreachable: a scene with live layers has somebody who takes their pictures')
    const wanted = Array.from({ length: to - from }, (_, index) => from + index)
    const frames = wanted.filter((frame) => frame === from || !isSameFrame(scene, frame - 1, frame))
    const thread = this.#take()
    const reports = new Reports(thread)
    const order = (message: ComposerOrder) => thread.postMessage(message)
    let asking: Promise<void> = Promise.resolve()
    const ask = (index: number) => {
      if (!takeLive) return order({ type: 'draw', index, live: null })
      const next = asking.then(async () => order({ type: 'draw', index, live: await takeLive(frames[index] ?? 0) }))
      next.catch(reports.fail)
      asking = next
    }
    try {
      order({ type: 'scene', scene, frames, buffers })
      const { memory, addresses, frameBytes } = await reports.ready
      let asked = 0
      for (let index = 0; index < frames.length; index++) {
        for (; asked < Math.min(frames.length, index + 1 + ahead); asked++) ask(asked)
        await reports.drawn(index)
        const bytes = Buffer.from(memory.buffer as unknown as ArrayBuffer, addresses[index % buffers] ?? 0, frameBytes)
        const repeats = (frames[index + 1] ?? to) - (frames[index] ?? to)
        for (let time = 0; time < repeats; time++) yield bytes
      }
      reports.end()
      this.#idle = thread
    } finally {
      await asking.catch(() => undefined)
      // A thread that was left in the middle of a chunk would go on with it.
      if (this.#idle !== thread) await this.#end(thread)
    }
  }

  /** Starts the thread, which takes some 50 ms, before there is a scene for it. */
  warmUp(): void {
    this.#idle ??= this.#take()
  }

  /** Ends every thread, also of a chunk that somebody has stopped reading. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#threads].map((thread) => this.#end(thread)))
  }

  /** The idle thread or a new one, for one chunk alone: after a failure the next try may begin before the last one has quite ended. */
  #take(): Worker {
    const thread = this.#idle ?? startThread(threadFile, { resourceLimits })
    this.#idle = null
    this.#threads.add(thread)
    return thread
  }

  async #end(thread: Worker): Promise<void> {
    this.#threads.delete(thread)
    await thread.terminate()
  }
}

type Ready = Extract<ComposerReport, { type: 'ready' }>

/** What the thread says of one chunk. */
class Reports {
  readonly ready: Promise<Ready>
  readonly end: () => void
  readonly fail: (error: unknown) => void
  #last = -1
  #failure: unknown = null
  #wake: () => void = () => undefined

  constructor(thread: Worker) {
    const { promise, resolve, reject } = Promise.withResolvers<Ready>()
    this.ready = promise
    const hear = (report: ComposerReport) => {
      if (report.type === 'ready') resolve(report)
      else this.#last = report.index
      this.#wake()
    }
    const fail = (error: unknown) => {
      // The thread's end follows what ended it.
      this.#failure ??= error
      reject(error)
      this.#wake()
    }
    const exit = () => fail(new Error('the composing thread ended'))
    thread.on('message', hear).on('error', fail).on('exit', exit)
    // Whoever waits for it hears of a failure; nobody may be waiting.
    promise.catch(() => undefined)
    this.fail = fail
    this.end = () => {
      thread.off('message', hear).off('error', fail).off('exit', exit)
    }
  }

  /** Until a frame is drawn; the thread draws them in order. */
  async drawn(index: number): Promise<void> {
    while (this.#last < index) {
      if (this.#failure !== null) throw this.#failure
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }
}
