import type { RenderListener } from '../farm/render-events.ts'
import type { DataFolder } from '../storage/data-folder.ts'
import { filmName } from './baselines/baseline-places.ts'
import type { Baselines } from './baselines/read-baselines.ts'
import type { FrameMethod } from './draw/frame-method.ts'
import type { Drawing } from './draw/open-drawing.ts'
import { findBaselines, noBaselines } from './baselines/find-baselines.ts'
import type { FrameLook } from './look/frame-look.ts'
import { findInputs, type Inputs } from './inputs/find-inputs.ts'
import type { BrowserName, Opinion } from './opinion/opinion.ts'
import { clearReport, writeLastCheck } from './last-check/last-check.ts'
import { lastCheckOf } from './last-check/last-check-of.ts'
import type { PickWishes } from './pick/pick-wishes.ts'
import { recallLook } from './look/recall-look.ts'
import { writeReport, type ReportFiles } from './report/write-report.ts'
import type { FrameCheck } from './verdict.ts'

export type CheckOrder = {
  readonly filmPath: string
  readonly wishes: PickWishes
  readonly method: FrameMethod
  /** Absolute, or from the working directory. */
  readonly reportFolder: string
  readonly dataFolder: DataFolder
  /** What is to be done where there are no baselines at all for this renderer: say so, or draw the frames as new ones. */
  readonly ifNone: 'refuse' | 'draw'
  /** Browsers that are asked what they show of the same frames; frames are then drawn also where nothing has changed. */
  readonly opinions?: readonly BrowserName[]
  readonly slots?: number
  /** One that is open already, and stays open. */
  readonly drawing?: Drawing
  readonly listen: RenderListener
}

export type FinishedCheck = { readonly check: FrameCheck; readonly opinions: readonly Opinion[]; readonly report: ReportFiles }

/**
 * Holds frames of a film against their baselines, and writes a report. No baseline is written.
 * @throws BASELINES_MISSING, USAGE for frames that the film does not have, FILM_UNREADABLE, FilmInvalidError, TOOL_MISSING, CHROMIUM_*,
 * TEMPLATE_FAILED, DISK_FULL, OUTPUT_UNWRITABLE, CANCELLED
 */
export async function checkFrames(order: CheckOrder, signal: AbortSignal): Promise<FinishedCheck> {
  const { filmPath, method, reportFolder } = order
  const startedMs = performance.now()
  const inputs = await findInputs(order, signal)
  const baselines = await findBaselines(filmPath, inputs.rendererKey)
  if (baselines.paths.size === 0 && order.ifNone === 'refuse') throw await noBaselines(filmPath, inputs.rendererKey)
  await clearReport(reportFolder)
  const look = (await recalled(order, inputs, baselines)) ?? (await drawn(order, { inputs, baselines, signal }))
  const check: FrameCheck = {
    film: filmFacts(filmPath, inputs, look.filmFrames),
    rendererKey: inputs.rendererKey,
    method,
    isSkipped: look.isSkipped,
    frames: look.frames.map(({ checked }) => checked),
    seconds: (performance.now() - startedMs) / 1000,
    warnings: look.warnings,
  }
  const report = await writeReport(check, reportFolder, { opinions: look.opinions })
  await writeLastCheck(reportFolder, lastCheckOf(look.frames, check, { ...inputs, wishes: order.wishes, method }))
  return { check, opinions: look.opinions, report }
}

async function recalled({ wishes, opinions = [] }: CheckOrder, { hash }: Inputs, baselines: Baselines): Promise<FrameLook | null> {
  return hash === null || opinions.length > 0 ? null : recallLook(baselines, { inputs: hash, wishes })
}

/** What draws is not loaded where nothing has changed: browser and picture libraries take half a second. */
async function drawn(order: CheckOrder, against: { inputs: Inputs; baselines: Baselines; signal: AbortSignal }): Promise<FrameLook> {
  const { lookAtFilm } = await import('./look/look-at-film.ts')
  return lookAtFilm(order, against)
}

function filmFacts(path: string, { film: { output } }: Inputs, frames: number): FrameCheck['film'] {
  const { width, height, fps } = output
  return { path, name: filmName(path), width, height, fps: fps.num / fps.den, frames }
}
