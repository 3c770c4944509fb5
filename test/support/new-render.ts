import { randomBytes } from 'node:crypto'
import type { Render } from '../../src/api/render.ts'

/** A render as it is when it has just been accepted. */
export function newRender(part: Partial<Render>): Render {
  return {
    id: `rnd_${randomBytes(16).toString('hex')}`,
    state: 'queued',
    createdAt: new Date().toISOString(),
    startedAt: null,
    finishedAt: null,
    run: 1,
    progress: { overall: 0, framesDone: 0, framesTotal: 0, framesPerSecond: 0, secondsLeft: null },
    scenes: [],
    outputs: [],
    leftOut: [],
    warnings: [],
    error: null,
    cost: { seconds: 0, amount: null, currency: null },
    priority: 0,
    metadata: {},
    destination: null,
    onSceneFailure: 'fail',
    ...part,
  }
}
