import { parentPort } from 'node:worker_threads'
import type { ComposerOrder, ComposerReport } from './frame-composer.ts'
import { Kernel } from './kernel.ts'
import { SceneCompositor } from './scene-compositor.ts'

// The thread behind FrameComposer: takes a scene, then draws each frame of it that it is asked for.

const kernel = new Kernel()
let draw: (index: number) => void = () => undefined

function tell(report: ComposerReport): void {
  parentPort?.postMessage(report)
}

function take({ scene, frames, buffers }: Extract<ComposerOrder, { type: 'scene' }>): void {
  const compositor = new SceneCompositor(kernel, scene, buffers)
  // Each frame goes to the buffer after the last one's.
  draw = (index) => {
    const [frame, target] = [frames[index], compositor.frames[index % buffers]]
    if (frame === undefined || target === undefined) throw new Error(`unreachable: there is no frame ${index}`)
    compositor.draw(target, frame)
  }
  tell({ type: 'ready', memory: kernel.memory, addresses: compositor.frames, frameBytes: compositor.frameBytes })
}

parentPort?.on('message', (order: ComposerOrder) => {
  if (order.type === 'scene') return take(order)
  draw(order.index)
  tell({ type: 'drawn', index: order.index })
})
