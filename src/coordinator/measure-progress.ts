import type { RenderProgress } from '../api/render.ts'
import type { RenderState } from '../api/render-states.ts'
import type { Speeds } from './speeds.ts'

export type Measured = {
  readonly state: RenderState
  readonly method: string
  readonly framesDone: number
  /** 0 until the film is planned. */
  readonly framesTotal: number
  readonly durationSeconds: number | null
  /** Over the last seconds. */
  readonly framesPerSecond: number
  /** Of the frames to come. */
  readonly likelyFramesPerSecond: number
}

/** How much of the last step is done when a render comes into a state. */
const finishShare: Partial<Record<RenderState, number>> = { mixing: 0.3, uploading: 0.8 }

/** How far a render is, by what each of its parts costs on this farm. @param slots how many chunks are rendered side by side */
export function measureProgress(measured: Measured, speeds: Speeds, slots: number): RenderProgress {
  const { state, framesDone, framesTotal, framesPerSecond, likelyFramesPerSecond } = measured
  const frames = { framesDone, framesTotal, framesPerSecond: Math.round(framesPerSecond * 10) / 10 }
  if (state === 'succeeded') return { ...frames, overall: 1, secondsLeft: 0 }
  const isPlanned = framesTotal > 0
  const expected = speeds.framesPerSecond(measured.method) * slots
  const prepare = speeds.prepareSeconds
  const render = framesTotal / expected
  const finish = speeds.finishSeconds(measured.durationSeconds ?? 0)
  const finished = finish * (finishShare[state] ?? 0)
  const done = isPlanned ? prepare + (framesDone / framesTotal) * render + finished : 0
  const overall = isPlanned ? Math.min(1, done / (prepare + render + finish)) : 0
  const isUnderWay = isPlanned && ['rendering', 'joining', 'mixing', 'uploading'].includes(state)
  const left = (framesTotal - framesDone) / likelyFramesPerSecond + finish - finished
  return { ...frames, overall: Math.round(overall * 1000) / 1000, secondsLeft: isUnderWay ? Math.round(left * 10) / 10 : null }
}
