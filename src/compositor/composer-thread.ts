import { parentPort } from 'node:worker_threads'
import type { ComposerOrder, ComposerReport } from './frame-composer.ts'
import { Kernel } from './kernel.ts'
import { filteredRows, type FilteredRows } from './filtered-rows.ts'
import { releaseBytes } from '../shared/release-bytes.ts'
import { SceneCompositor } from './scene-compositor.ts'

// The thread behind FrameComposer: takes a scene, then draws each frame of it that it is asked for.

const kernel = new Kernel()
let draw: (index: number, live: FilteredRows | null) => void = () => undefined
/** What is under way: a picture is decoded aside, and frames are drawn in order. */
let drawing: Promise<void> = Promise.resolve()

function tell(report: ComposerReport): void {
  parentPort?.postMessage(report)
}

function take({ scene, frames, buffers }: Extract<ComposerOrder, { type: 'scene' }>): void {
  const compositor = new SceneCompositor(kernel, scene, buffers)
  // Each frame goes to the buffer after the last one's.
  draw = (index, live) => {
    const [frame, target] = [frames[index], compositor.frames[index % buffers]]
    if (frame === undefined || target === undefined) throw new Error(`unreachable: there is no frame ${index}`)
    if (live) {
      compositor.takeLive(live)
      releaseBytes(live.bytes)
    }
    compositor.draw(target, frame)
  }
  tell({ type: 'ready', memory: kernel.memory, addresses: compositor.frames, frameBytes: compositor.frameBytes })
}

parentPort?.on('message', (order: ComposerOrder) => {
  if (order.type === 'scene') return take(order)
  const { index, live } = order
  if (live === null) return give(index, null)
  const decoding = decode(live)
  // What goes wrong in either ends the thread.
  drawing = Promise.all([decoding, drawing]).then(([picture]) => give(index, picture))
})

function give(index: number, live: FilteredRows | null): void {
  draw(index, live)
  tell({ type: 'drawn', index })
}

/** Here and not in the main thread, whose larger heap would be searched for the many large buffers that this leaves. */
async function decode(png: Uint8Array): Promise<FilteredRows> {
  const rows = filteredRows(Buffer.from(png.buffer, png.byteOffset, png.byteLength))
  if (rows) {
    releaseBytes(png)
    return rows
  }
  // Another Chromium may make another kind of PNG.
  const { default: sharp } = await import('sharp')
  const plain = filteredRows(await sharp(png).ensureAlpha().png({ compressionLevel: 1 }).toBuffer())
  if (!plain) throw new Error('unreachable: sharp writes RGBA of 8 bits')
  return plain
}
