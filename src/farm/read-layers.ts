import { siteOrigin } from '../browser/answer-requests.ts'
import type { FramePage } from '../browser/frame-page.ts'
import type { GroupState, LayerState } from '../compositor/layer-scene.ts'

export type Reason = { readonly reason: string }
type Box = { readonly left: number; readonly top: number; readonly width: number; readonly height: number }

/** What the page says of a layer; templates/layers.js has the same type. Boxes are as laid out, without any transform. */
type LayerFacts = {
  readonly name: string
  readonly box: Box
  readonly ink: Box
  readonly photo: (Box & { readonly address: string; readonly content: Box }) | null
  readonly isLive: boolean
}

/** A layer with its place at each frame: scale of its box across and down, its top left corner in pixels of its page, and its opacity; and its filter. */
export type ReadLayer = LayerFacts & { readonly index: number; readonly states: readonly LayerState[]; readonly filters: readonly string[] }

/** A part of the scene: the page of an act, with where it is at each frame, or the overlays, which do not move as a whole. */
export type ReadPart = { readonly name: string; readonly frame: readonly FrameState[] | null; readonly layers: readonly ReadLayer[] }

/** `background` is red, green and blue from 0 to 255. `isScripted`: some of what changes may do so by script. */
export type ReadScene = { readonly background: readonly number[]; readonly parts: readonly ReadPart[]; readonly isScripted: boolean }

/** Where a part's frame is, and within which sides it is to be seen, in pixels of the film's frame. */
export type FrameState = LayerState & GroupState

const overlays = 'overlays'
const layerNumbers = 5
const frameNumbers = 9

/** A call into templates/stage/stage-layers.js, as an expression for FramePage.ask. */
export function stageCall(name: string, ...args: readonly unknown[]): string {
  return `import('${siteOrigin}/stage/stage-layers.js').then((stage) => stage.${name}(${args.map((arg) => JSON.stringify(arg)).join(', ')}))`
}

type Inspected = {
  readonly background: readonly number[]
  readonly isScripted: boolean
  readonly parts: readonly { readonly name: string; readonly layers: readonly LayerFacts[] }[]
}
type SampledTracks = {
  readonly frame: readonly number[]
  readonly layers: readonly (readonly number[])[]
  readonly filters: readonly (readonly string[])[]
}
type Sampled = { readonly frames: number; readonly tracks: readonly SampledTracks[] }

/**
 * The parts of the scene that a stage shows, lowest first, with their layers over all frames, or why it cannot be drawn by them. The page decides.
 * @throws as FramePage.ask
 */
export async function readLayers(page: FramePage, timesMs: readonly number[], signal: AbortSignal): Promise<ReadScene | Reason> {
  const inspected = await page.ask<Inspected | Reason>(stageCall('inspectStage'), signal)
  if ('reason' in inspected) return inspected
  const sampled = await sample(page, timesMs, signal)
  if ('reason' in sampled) return sampled
  const moves = await movesByItself(page, timesMs[Math.floor(timesMs.length / 2)] ?? 0, signal)
  if (moves !== null) return { reason: `the page moves by script: ${moves}` }
  const parts = inspected.parts.map(({ name, layers }, part) => {
    const tracks = sampled.tracks[part]
    return {
      name,
      frame: name === overlays ? null : inRuns(tracks?.frame ?? [], frameNumbers, frameStateOf),
      layers: layers.map((facts, index) => ({
        ...facts,
        index,
        states: inRuns(tracks?.layers[index] ?? [], layerNumbers, layerStateOf),
        filters: tracks?.filters[index] ?? [],
      })),
    }
  })
  return { background: inspected.background, parts, isScripted: inspected.isScripted }
}

/** Where everything is at each time. A page that changes otherwise meanwhile cannot be drawn by layers. */
async function sample(page: FramePage, timesMs: readonly number[], signal: AbortSignal): Promise<Sampled | Reason> {
  await page.ask(stageCall('startWatching', timesMs[0] ?? 0), signal)
  const runs: Sampled[] = []
  let [reason, frames]: [string | null, number] = [null, 0]
  while (frames < timesMs.length && reason === null) {
    const run = await page.ask<Sampled | Reason>(stageCall('sampleStage', timesMs.slice(frames)), signal)
    if ('reason' in run) reason = run.reason
    else {
      runs.push(run)
      frames += run.frames
    }
  }
  const change = await page.ask<string | null>(stageCall('endWatching'), signal)
  if (change !== null) reason ??= `the page changed while its clock was set: ${change}`
  return reason === null ? { frames, tracks: joined(runs) } : { reason }
}

/** Runs of frames, one after the other. */
function joined(runs: readonly Sampled[]): readonly SampledTracks[] {
  return (runs[0]?.tracks ?? []).map(({ layers }, part) => ({
    frame: runs.flatMap((run) => run.tracks[part]?.frame ?? []),
    layers: layers.map((_, layer) => runs.flatMap((run) => run.tracks[part]?.layers[layer] ?? [])),
    filters: layers.map((_, layer) => runs.flatMap((run) => run.tracks[part]?.filters[layer] ?? [])),
  }))
}

/** What a page does while frames are drawn and nobody sets its clock; a page that is true to its animations does nothing. */
async function movesByItself(page: FramePage, timeMs: number, signal: AbortSignal): Promise<string | null> {
  await page.ask(stageCall('startWatching', timeMs), signal)
  for (let frame = 0; frame < 2; frame++) await page.draw(signal)
  return page.ask<string | null>(stageCall('endWatching'), signal)
}

function inRuns<T>(numbers: readonly number[], length: number, read: (run: readonly number[]) => T): readonly T[] {
  return Array.from({ length: numbers.length / length }, (_, frame) => read(numbers.slice(frame * length, (frame + 1) * length)))
}

function layerStateOf([scaleX = 0, scaleY = 0, x = 0, y = 0, opacity = 0]: readonly number[]): LayerState {
  return { scaleX, scaleY, x, y, opacity }
}

function frameStateOf(run: readonly number[]): FrameState {
  const [left = 0, top = 0, right = 0, bottom = 0] = run.slice(layerNumbers)
  return { ...layerStateOf(run), left, top, right, bottom }
}
