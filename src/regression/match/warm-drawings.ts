import { slotCount } from '../../browser/slot-count.ts'
import { throwIfCancelled } from '../../shared/within.ts'
import { dataFolderFromEnvironment } from '../../storage/data-folder.ts'
import { openWorkFolder } from '../../storage/work-folder.ts'
import type { FrameMethod } from '../draw/frame-method.ts'
import { openDrawing, type Drawing } from '../draw/open-drawing.ts'

type DrawingOrder = Parameters<Drawing['draw']>[0]

/** What draws frames for the tests of a process: started when the first frame has to be drawn, and warm until it is closed. */
export class WarmDrawings {
  readonly #open = new Map<FrameMethod, Promise<Drawing>>()
  #ending = new AbortController()

  /** Nothing is started for a film that need not be drawn. */
  of(method: FrameMethod): Drawing {
    return {
      draw: async (order, signal) => {
        const ending = this.#ending.signal
        const drawing = await this.#started(method, order)
        return drawing.draw(order, AbortSignal.any([signal, ending]))
      },
      // Others go on with it.
      [Symbol.asyncDispose]: () => Promise.resolve(),
    }
  }

  /** What is being drawn fails with CANCELLED. */
  interrupt(): void {
    this.#ending.abort()
    this.#ending = new AbortController()
  }

  /** Stops Chromium when nothing is being drawn. It starts again when there is something to draw again. */
  async close(): Promise<void> {
    const all = await Promise.allSettled(this.#open.values())
    this.#open.clear()
    await Promise.all(all.flatMap((opened) => (opened.status === 'fulfilled' ? [opened.value[Symbol.asyncDispose]()] : [])))
  }

  #started(method: FrameMethod, order: DrawingOrder): Promise<Drawing> {
    const known = this.#open.get(method)
    if (known) return known
    const opening = open(method, order, this.#ending.signal)
    this.#open.set(method, opening)
    // Whoever asked is told; the next one tries again.
    opening.catch(() => this.#open.delete(method))
    return opening
  }
}

async function open(method: FrameMethod, { film }: DrawingOrder, signal: AbortSignal): Promise<Drawing> {
  const { output } = film.plan
  const dataFolder = dataFolderFromEnvironment()
  await using parts = new AsyncDisposableStack()
  const { path: folder } = parts.use(await openWorkFolder(dataFolder))
  throwIfCancelled(signal)
  const drawing = parts.use(await openDrawing({ method, dataFolder, folder, size: output, slots: slotCount(output) }, signal))
  const all = parts.move()
  return { draw: drawing.draw, [Symbol.asyncDispose]: () => all.disposeAsync() }
}
