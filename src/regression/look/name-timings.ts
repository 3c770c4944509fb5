import type { LoadedFilm } from '../../farm/load-film.ts'
import type { ComparedFrame } from './compare-frame.ts'
import { decodePng } from '../picture/decode-picture.ts'
import type { Drawing } from '../draw/open-drawing.ts'
import type { FramePick, PickReason } from '../frame-pick.ts'
import { placePick } from '../pick/place-pick.ts'
import type { Picture } from '../picture/picture.ts'
import type { FrameRules } from '../rules/frame-rules.ts'
import { rulesFor } from '../rules/rules-for.ts'
import { nameSceneTiming } from '../timing/name-scene-timing.ts'
import { liesFurther, nameTiming, reachFrames, type TimedFrame } from '../timing/name-timing.ts'
import type { Finding } from '../verdict.ts'

/** Of so many changed frames the neighbours are drawn, one of a scene: up to six frames each, and a film that is another one has hundreds. */
const mostLookedAt = 4
/** What comes from another time only where something fades. */
const doubtful: ReadonlySet<Finding['kind']> = new Set(['colour', 'matrix', 'range', 'blurred', 'sharpened'])
/** Which frame of a scene tells most about its timing. */
const telling: readonly PickReason[] = ['caption', 'transition', 'chosen', 'middle', 'quarter', 'last', 'first']

type DrawingOrder = Parameters<Drawing['draw']>[0]
type Tools = { readonly drawing: Drawing; readonly film: LoadedFilm; readonly rules: FrameRules }

/**
 * Says of changed frames what only other frames tell: that what they showed comes earlier or later, or that a move has another easing.
 * @throws as Drawing.draw
 */
export async function nameTimings(frames: readonly ComparedFrame[], tools: Tools, signal: AbortSignal): Promise<readonly ComparedFrame[]> {
  const compared = frames.filter(({ checked, isAtOtherTime }) => 'comparison' in checked.verdict && !isAtOtherTime)
  const ofScenes = nameSceneTiming(compared.map(({ checked, moved }) => ({ pick: checked.pick, moved })))
  const ofNeighbours = await neighbourFindings(
    compared.filter(({ checked }) => checked.verdict.state === 'changed'),
    tools,
    signal,
  )
  return frames.map((frame) => {
    const { name } = frame.checked.pick
    const scene = ofScenes.get(name)
    return withFindings(frame, [...(ofNeighbours.get(name) ?? []), ...(scene ? [scene] : [])])
  })
}

function withFindings(frame: ComparedFrame, findings: readonly Finding[]): ComparedFrame {
  const { verdict } = frame.checked
  if (findings.length === 0 || verdict.state !== 'changed') return frame
  const comparison = { ...verdict.comparison, findings: [...findings, ...verdict.comparison.findings] }
  return { ...frame, checked: { ...frame.checked, verdict: { ...verdict, comparison } } }
}

type LookedAt = { readonly pick: FramePick; readonly timed: TimedFrame; readonly isDoubtful: boolean }

/** The nearest frames are drawn first, and those further away only where it may be one of them. */
async function neighbourFindings(
  changed: readonly ComparedFrame[],
  tools: Tools,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly Finding[]>> {
  const drawn = new Map<number, Picture>()
  const frames = await Promise.all(mostTelling(changed).map((frame) => lookedAt(frame, tools.rules, drawn)))
  const looked = frames.flatMap((frame) => frame ?? [])
  const [nearest, ...further] = Array.from({ length: reachFrames }, (_none, index) => index + 1)
  await drawNeighbours(looked, [nearest ?? 1], { ...tools, drawn, signal })
  const open = looked.filter(({ timed, isDoubtful }) => liesFurther(timed, isDoubtful))
  await drawNeighbours(open, further, { ...tools, drawn, signal })
  return new Map(looked.map(({ pick, timed }) => [pick.name, nameTiming(timed)]))
}

async function lookedAt({ checked }: ComparedFrame, rules: FrameRules, drawn: ReadonlyMap<number, Picture>): Promise<LookedAt | null> {
  const { baseline, actual, pick, verdict } = checked
  if (baseline === null || actual === null || !('comparison' in verdict)) return null
  const [before, now] = await Promise.all([decodePng(baseline), decodePng(actual)])
  const actualAt = (offset: number) => drawn.get(pick.frame + offset) ?? null
  const timed = { masks: rulesFor(rules, pick).masks, baseline: before, actual: now, actualAt }
  return { pick, timed, isDoubtful: verdict.comparison.findings.every(({ kind }) => doubtful.has(kind)) }
}

/** One of each scene, the most telling first. */
function mostTelling(changed: readonly ComparedFrame[]): readonly ComparedFrame[] {
  const rank = ({ checked }: ComparedFrame) => Math.min(...checked.pick.why.map((reason) => telling.indexOf(reason)))
  const ranked = changed.toSorted((a, b) => rank(a) - rank(b))
  return [...Map.groupBy(ranked, ({ checked }) => checked.pick.scene).values()].flatMap(([first]) => first ?? []).slice(0, mostLookedAt)
}

type Neighbours = Tools & { readonly drawn: Map<number, Picture>; readonly signal: AbortSignal }

/** Draws the frames that lie so many before and after others, as far as the film has them. */
async function drawNeighbours(
  looked: readonly LookedAt[],
  distances: readonly number[],
  { drawing, film, drawn, signal }: Neighbours,
): Promise<void> {
  const { from, to } = film.plan.range
  const frames = looked.flatMap(({ pick: { frame } }) => distances.flatMap((distance) => [frame + distance, frame - distance]))
  const wanted = frames.filter((frame) => frame >= from && frame < to && !drawn.has(frame))
  if (wanted.length === 0) return
  const picks = wanted.map((frame) => placePick({ name: `frame-${frame}`, frame, why: [] }, film.plan))
  const onFrame: DrawingOrder['onFrame'] = async ({ frame, picture }) => {
    drawn.set(frame, await picture())
  }
  await drawing.draw({ film, picks, onFrame, onWarning: () => undefined }, signal)
}
