import type { LoadedFilm } from '../../farm/load-film.ts'
import type { ComparedFrame } from './compare-frame.ts'
import { decodePng } from '../picture/decode-picture.ts'
import type { Drawing } from '../draw/open-drawing.ts'
import type { FramePick, PickReason } from '../frame-pick.ts'
import { placePick } from '../pick/place-pick.ts'
import type { Picture } from '../picture/picture.ts'
import { nameSceneTiming } from '../timing/name-scene-timing.ts'
import { nameTiming } from '../timing/name-timing.ts'
import type { Finding } from '../verdict.ts'

/** As far as nameTiming looks. */
const reachFrames = 3
/** Of so many changed frames the neighbours are drawn, one of a scene: six frames each, and a film that is another one has hundreds. */
const mostLookedAt = 4
/** Which frame of a scene tells most about its timing. */
const telling: readonly PickReason[] = ['caption', 'transition', 'chosen', 'middle', 'quarter', 'last', 'first']

type Tools = { readonly drawing: Drawing; readonly film: LoadedFilm }

/**
 * Says of changed frames what only other frames tell: that what they showed comes earlier or later, or that a move has another easing.
 * @throws as Drawing.draw
 */
export async function nameTimings(frames: readonly ComparedFrame[], tools: Tools, signal: AbortSignal): Promise<readonly ComparedFrame[]> {
  const compared = frames.filter(({ checked }) => 'comparison' in checked.verdict)
  const ofScenes = nameSceneTiming(compared.map(({ checked, moved }) => ({ pick: checked.pick, moved })))
  const ofNeighbours = await neighbourFindings(
    frames.filter(({ checked }) => checked.verdict.state === 'changed'),
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

async function neighbourFindings(
  changed: readonly ComparedFrame[],
  { drawing, film }: Tools,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly Finding[]>> {
  const lookedAt = mostTelling(changed)
  const around = lookedAt.flatMap(({ checked }) => neighbours(checked.pick, film))
  const drawn = new Map<number, Picture>()
  const onFrame: Parameters<Drawing['draw']>[0]['onFrame'] = async ({ frame, picture }) => {
    drawn.set(frame, await picture())
  }
  if (around.length > 0) await drawing.draw({ film, picks: around, onFrame, onWarning: () => undefined }, signal)
  const found = new Map<string, readonly Finding[]>()
  for (const { checked } of lookedAt) {
    const { baseline, actual, pick } = checked
    if (baseline === null || actual === null) continue
    const actualAt = (offset: number) => Promise.resolve(drawn.get(pick.frame + offset) ?? null)
    found.set(pick.name, await nameTiming({ baseline: await decodePng(baseline), actual: await decodePng(actual), actualAt }))
  }
  return found
}

/** One of each scene, the most telling first. */
function mostTelling(changed: readonly ComparedFrame[]): readonly ComparedFrame[] {
  const rank = ({ checked }: ComparedFrame) => Math.min(...checked.pick.why.map((reason) => telling.indexOf(reason)))
  const ranked = changed.toSorted((a, b) => rank(a) - rank(b))
  return [...Map.groupBy(ranked, ({ checked }) => checked.pick.scene).values()].flatMap(([first]) => first ?? []).slice(0, mostLookedAt)
}

function neighbours({ frame }: FramePick, { plan }: LoadedFilm): readonly FramePick[] {
  const frames = Array.from({ length: reachFrames }, (_, index) => [frame + index + 1, frame - index - 1]).flat()
  return frames
    .filter((other) => other >= plan.range.from && other < plan.range.to)
    .map((other) => placePick({ name: `frame-${other}`, frame: other, why: [] }, plan))
}
