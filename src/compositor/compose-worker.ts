import { parentPort, workerData } from 'node:worker_threads'
import type { ComposeInput, ComposeMessage } from './compose-frames.ts'
import { SceneCompositor } from './scene-compositor.ts'

// The thread behind composeFrames: takes the scene once, then draws each frame that it is asked for.

const { scene, frames, buffers } = workerData as ComposeInput
const compositor = new SceneCompositor(scene, buffers)

function tell(message: ComposeMessage): void {
  parentPort?.postMessage(message)
}

/** @param index in the list of frames to draw; each goes to the buffer after the last one's */
parentPort?.on('message', (index: number) => {
  const [frame, target] = [frames[index], compositor.frames[index % buffers]]
  if (frame === undefined || target === undefined) throw new Error(`unreachable: there is no frame ${index}`)
  compositor.draw(target, frame)
  tell({ type: 'drawn', index })
})

tell({ type: 'ready', memory: compositor.memory, addresses: compositor.frames, frameBytes: compositor.frameBytes })
