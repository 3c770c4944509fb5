import { siteOrigin } from '../browser/answer-requests.ts'
import type { FramePage } from '../browser/frame-page.ts'
import { stateLength, type LayerState } from '../compositor/layer-scene.ts'

export type Reason = { readonly reason: string }
type Box = { readonly left: number; readonly top: number; readonly width: number; readonly height: number }

/** What the page says of a layer; templates/layers.js has the same type. Boxes are as laid out, without any transform. */
type LayerFacts = {
  readonly name: string
  readonly box: Box
  readonly ink: Box
  readonly photo: (Box & { readonly address: string }) | null
}

/** A layer with its place at each frame: scale of its box across and down, its top left corner in frame pixels, and its opacity. */
export type ReadLayer = LayerFacts & { readonly index: number; readonly states: readonly LayerState[] }

/** A call into templates/layers.js, as an expression for FramePage.ask. */
export function layersCall(name: string, ...args: readonly unknown[]): string {
  return `import('${siteOrigin}/layers.js').then((layers) => layers.${name}(${args.map((arg) => JSON.stringify(arg)).join(', ')}))`
}

/**
 * The layers of the scene that a page shows, lowest first, over all its frames, or why it cannot be drawn by them. The page decides.
 * @throws as FramePage.ask
 */
export async function readLayers(page: FramePage, timesMs: readonly number[], signal: AbortSignal): Promise<readonly ReadLayer[] | Reason> {
  const inspected = await page.ask<{ layers: readonly LayerFacts[] } | Reason>(layersCall('inspectLayers'), signal)
  if ('reason' in inspected) return inspected
  const sampled = await page.ask<{ tracks: readonly (readonly number[])[] } | Reason>(layersCall('sampleLayers', timesMs), signal)
  if ('reason' in sampled) return sampled
  const moves = await movesByItself(page, timesMs[Math.floor(timesMs.length / 2)] ?? 0, signal)
  if (moves !== null) return { reason: `the page moves by script: ${moves}` }
  return inspected.layers.map((facts, index) => ({ ...facts, index, states: statesOf(sampled.tracks[index] ?? []) }))
}

/** What a page does while frames are drawn and nobody sets its clock; a page that is true to its animations does nothing. */
async function movesByItself(page: FramePage, timeMs: number, signal: AbortSignal): Promise<string | null> {
  await page.ask(layersCall('startWatching', timeMs), signal)
  for (let frame = 0; frame < 2; frame++) await page.draw(signal)
  return page.ask<string | null>(layersCall('endWatching'), signal)
}

function statesOf(numbers: readonly number[]): readonly LayerState[] {
  return Array.from({ length: numbers.length / stateLength }, (_, frame) => {
    const [scaleX = 0, scaleY = 0, x = 0, y = 0, opacity = 0] = numbers.slice(frame * stateLength, (frame + 1) * stateLength)
    return { scaleX, scaleY, x, y, opacity }
  })
}
