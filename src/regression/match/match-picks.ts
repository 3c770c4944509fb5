import pLimit from 'p-limit'
import { approveFrames } from '../approve-frames.ts'
import { checkFrames } from '../check-frames.ts'
import type { FrameMethod } from '../draw/frame-method.ts'
import { approveCommand } from '../report/approve-command.ts'
import type { PickWishes } from '../pick/pick-wishes.ts'
import type { CheckedFrame, FrameCheck, FrameVerdict } from '../verdict.ts'
import { FramefarmError } from '../../shared/errors.ts'
import { dataFolderFromEnvironment } from '../../storage/data-folder.ts'
import { updateOfProcess, type BaselineUpdate } from './baseline-update.ts'
import type { FrameMatch } from './frame-match.ts'
import { filmPathOf, reportFolderOf } from './match-places.ts'
import { mismatchText } from './mismatch-text.ts'
import { WarmDrawings } from './warm-drawings.ts'

/** What every match may say. */
export type MatchOptions = {
  /** How frames are drawn; `screenshot` where it is absent. Each method has baselines of its own. */
  readonly method?: FrameMethod
  /** What may be written; by the arguments and the environment of the process where it is absent. */
  readonly update?: BaselineUpdate
  /** Where a relative path of a film starts; the working directory where it is absent. */
  readonly from?: string
  /** What a failure says about how frames are approved; the command for it where it is absent. */
  readonly updateHint?: string
  readonly signal?: AbortSignal
}

type State = FrameVerdict['state']

/** Which frames become baselines, and which of the others a test does not pass with. */
const written: Readonly<Record<BaselineUpdate, ReadonlySet<State>>> = {
  none: new Set(),
  new: new Set(['new']),
  all: new Set(['new', 'changed', 'broken']),
}
const failing: ReadonlySet<State> = new Set(['new', 'changed', 'broken'])

const drawings = new WarmDrawings()
// Two checks of one film would each write what they know of its baselines.
const inTurn = pLimit({ concurrency: 1, rejectOnClear: true })

/** Stops the Chromium of this process that draws for matches; without it, a process that has drawn does not end. The next match starts another one. */
export async function closeFrames(): Promise<void> {
  inTurn.clearQueue()
  drawings.interrupt()
  await inTurn(() => drawings.close())
}

/**
 * Holds picked frames of a film against their baselines, and writes those that may be written.
 * @throws as checkFrames, but for BASELINES_MISSING, which is a match that does not pass
 */
export function matchPicks(film: string | URL, wishes: PickWishes, options: MatchOptions): Promise<FrameMatch> {
  const { method = 'screenshot', update = updateOfProcess(), from = process.cwd(), signal = new AbortController().signal } = options
  const filmPath = filmPathOf(film, from)
  const reportFolder = reportFolderOf(filmPath, wishes)
  const order = { filmPath, wishes, method, reportFolder, dataFolder: dataFolderFromEnvironment(), drawing: drawings.of(method) }
  return inTurn(async () => {
    try {
      const { check, report } = await checkFrames({ ...order, ifNone: update === 'none' ? 'refuse' : 'draw', listen: () => undefined }, signal)
      const telling = { updateHint: approveCommand(filmPath, [], reportFolder), ...options, report: report.html }
      if (update === 'none') return matchOf(check, update, telling)
      const names = namesOf(check.frames.filter(({ verdict }) => written[update].has(verdict.state)))
      if (update === 'all' || names.length > 0) await approveFrames({ filmPath, reportFolder, names: update === 'all' ? 'all' : names })
      return matchOf(check, update, telling)
    } catch (error) {
      if (error instanceof FramefarmError && error.code === 'BASELINES_MISSING') return missing(error)
      throw error
    }
  })
}

function matchOf(check: FrameCheck, update: BaselineUpdate, telling: { readonly updateHint: string; readonly report: string }): FrameMatch {
  const { frames } = check
  const isIn = (states: ReadonlySet<State>) => frames.filter(({ verdict }) => states.has(verdict.state))
  const approved = isIn(written[update])
  const failed = isIn(failing).filter((frame) => !approved.includes(frame))
  const added = approved.filter(({ verdict }) => verdict.state === 'new').length
  return {
    pass: failed.length === 0,
    message: () => (failed.length === 0 ? `${check.film.name}: ${frames.length} frames as approved` : mismatchText(check, failed, telling)),
    added,
    updated: approved.length - added,
    matched: isIn(new Set<State>(['same', 'noise'])).length,
    unmatched: failed.length,
  }
}

function missing({ message, hint }: FramefarmError): FrameMatch {
  return { pass: false, message: () => `${message}\n${hint}`, added: 0, updated: 0, matched: 0, unmatched: 1 }
}

function namesOf(frames: readonly CheckedFrame[]): readonly string[] {
  return frames.map(({ pick }) => pick.name)
}
