import { askOpinions } from './ask-opinions.ts'
import type { Baselines } from '../baselines/read-baselines.ts'
import type { CheckOrder } from '../check-frames.ts'
import { ComparingThreads } from '../compare/comparing-threads.ts'
import { openFilmDrawing } from '../draw/open-film-drawing.ts'
import type { FrameLook } from './frame-look.ts'
import { goneFrames } from './gone-frames.ts'
import type { Inputs } from '../inputs/find-inputs.ts'
import { lengthWarnings } from './length-warnings.ts'
import { lookAtFrames } from './look-at-frames.ts'
import { nameTimings } from './name-timings.ts'
import { checkPicks } from '../pick/check-picks.ts'

type Against = { readonly inputs: Inputs; readonly baselines: Baselines; readonly signal: AbortSignal }

/** Draws what is to be looked at, and holds it against the baselines. @throws as checkFrames */
export async function lookAtFilm(order: CheckOrder, { inputs, baselines, signal }: Against): Promise<FrameLook> {
  const { wishes, reportFolder, listen } = order
  const { film, rules } = inputs
  listen({ type: 'stage', stage: 'preparing' })
  await using open = await openFilmDrawing({ ...order, film }, signal)
  await using threads = new ComparingThreads()
  const { plan } = open.film
  const picks = checkPicks(plan, wishes, { picks: rules.picks, baselineNames: baselines.paths.keys() })
  const seen = await lookAtFrames({ ...open, picks, baselines, rules, threads, reportFolder, listen }, signal)
  const frames = await nameTimings(seen, { ...open, rules }, signal)
  const opinions = await askOpinions(frames, { ...order, film: open.film }, signal)
  const filmFrames = plan.scenes.at(-1)?.range.to ?? 0
  const warnings = [...(baselines.problem === null ? [] : [baselines.problem]), ...lengthWarnings(baselines.manifest, plan)]
  return { frames: [...frames, ...goneFrames(baselines, picks, wishes)], isSkipped: false, filmFrames, warnings, opinions }
}
