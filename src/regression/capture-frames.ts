import type { RenderListener } from '../farm/render-events.ts'
import type { DataFolder } from '../storage/data-folder.ts'
import type { Manifest } from './baselines/manifest.ts'
import { writeManifest } from './baselines/manifest.ts'
import type { Baselines } from './baselines/read-baselines.ts'
import { withSettled } from './baselines/settled.ts'
import { writeBaselines, type NewBaseline } from './baselines/write-baselines.ts'
import type { FrameMethod } from './draw/frame-method.ts'
import { decodePng } from './picture/decode-picture.ts'
import { openFilmDrawing, type FilmDrawing } from './draw/open-film-drawing.ts'
import type { Drawing } from './draw/open-drawing.ts'
import { findBaselines } from './baselines/find-baselines.ts'
import type { FramePick } from './frame-pick.ts'
import { findInputs, type Inputs } from './inputs/find-inputs.ts'
import { checkPicks } from './pick/check-picks.ts'
import { inSceneOf } from './pick/in-scene-of.ts'
import type { PickWishes } from './pick/pick-wishes.ts'

export type CaptureOrder = {
  readonly filmPath: string
  readonly wishes: PickWishes
  readonly method: FrameMethod
  readonly dataFolder: DataFolder
  readonly slots?: number
  /** One that is open already, and stays open. */
  readonly drawing?: Drawing
  readonly listen: RenderListener
}

export type Captured = {
  readonly rendererKey: string
  readonly folder: string
  /** Names of the baselines that were written, and of those that were there. */
  readonly captured: readonly string[]
  readonly kept: readonly string[]
}

/**
 * Draws the baselines that a film lacks. Those that are there stay as they are.
 * @throws as checkFrames
 */
export async function captureFrames(order: CaptureOrder, signal: AbortSignal): Promise<Captured> {
  const { filmPath, wishes, listen } = order
  listen({ type: 'stage', stage: 'preparing' })
  const inputs = await findInputs(order, signal)
  const baselines = await findBaselines(filmPath, inputs.rendererKey)
  await using open = await openFilmDrawing({ ...order, film: inputs.film }, signal)
  const picks = checkPicks(open.film.plan, wishes, { picks: inputs.rules.picks, baselineNames: baselines.paths.keys() })
  const missing = picks.filter(({ name }) => !baselines.paths.has(name))
  const names = picks.map(({ name }) => name)
  const kept = names.filter((name) => baselines.paths.has(name))
  if (missing.length > 0) {
    const frames = await writeBaselines(baselines.folder, await drawnBaselines(missing, open, { listen, signal }))
    await writeManifest(baselines.folder, manifestWith(frames, { baselines, open, inputs, wishes, kept, names }))
  }
  return { rendererKey: inputs.rendererKey, folder: baselines.folder, captured: missing.map(({ name }) => name), kept }
}

type Telling = { readonly listen: RenderListener; readonly signal: AbortSignal }

async function drawnBaselines(
  picks: readonly FramePick[],
  { drawing, film }: FilmDrawing,
  { listen, signal }: Telling,
): Promise<readonly NewBaseline[]> {
  const frames = new Map<number, { readonly png: Buffer; readonly drawn: string | null }>()
  const total = new Set(picks.map(({ frame }) => frame)).size
  listen({ type: 'stage', stage: 'rendering' })
  await drawing.draw(
    {
      film,
      picks,
      onWarning: (message) => listen({ type: 'warning', message }),
      onFrame: async (frame) => {
        frames.set(frame.frame, { png: await frame.png(), drawn: frame.drawn })
        listen({ type: 'frames', done: frames.size, reused: 0, total })
      },
    },
    signal,
  )
  return picks.flatMap((pick) => {
    const frame = frames.get(pick.frame)
    return frame ? [{ pick, inScene: inSceneOf(pick, film.plan), drawn: frame.drawn, picture: () => decodePng(frame.png) }] : []
  })
}

type Written = {
  readonly baselines: Baselines
  readonly open: FilmDrawing
  readonly inputs: Inputs
  readonly wishes: PickWishes
  readonly kept: readonly string[]
  readonly names: readonly string[]
}

/** What is captured together needs no drawing to be checked; beside baselines of before, nobody knows before they have been checked. */
function manifestWith(frames: Manifest['frames'], { baselines, open, inputs, wishes, kept, names }: Written): Manifest {
  const { manifest } = baselines
  const { plan } = open.film
  const { width, height } = plan.output
  const before = manifest?.settled ?? []
  const isKnown = (name: string) => before.some((one) => one.inputs === inputs.hash && one.frames.includes(name))
  return {
    version: 1,
    film: manifest?.film ?? { frames: plan.scenes.at(-1)?.range.to ?? 0, width, height },
    frames: { ...manifest?.frames, ...frames },
    settled: inputs.hash !== null && kept.every(isKnown) ? withSettled(before, { inputs: inputs.hash, wishes, frames: names }) : before,
  }
}
