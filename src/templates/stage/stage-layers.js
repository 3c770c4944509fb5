// A whole scene as layers: those of each act, moved and clipped with its frame, and those of the stage itself above them.
import { seek } from '../runtime.js'
import * as own from '../layers.js'
import { actFrames, runtimeOf } from './acts.js'

/** What the layers of the stage's own page are called, beside those of the acts. */
const overlays = 'overlays'

/**
 * @typedef {{ name: string, layers: readonly import('../layers.js').LayerFacts[] }} PartFacts a part of the scene: an act, or the overlays
 * @typedef {{ name: string, frame: HTMLIFrameElement | null, layers: typeof import('../layers.js') }} Part
 */

/** The scene's parts, lowest first. @returns {Promise<readonly Part[]>} */
async function parts() {
  const acts = actFrames().map(async (frame) => {
    const layers = await runtimeOf(frame)?.layers()
    if (!layers) throw new Error('unreachable: the page has been opened')
    return { name: frame.dataset['act'] ?? '', frame, layers }
  })
  return [...(await Promise.all(acts)), { name: overlays, frame: null, layers: own }]
}

/**
 * The scene's parts with their layers, lowest first, or the reason why the scene cannot be drawn by moving layers.
 * @returns {Promise<{ background: readonly number[], parts: readonly PartFacts[], isScripted: boolean } | { reason: string }>} background: red, green and blue from 0 to 255
 */
export async function inspectStage() {
  /** @type {PartFacts[]} */
  const facts = []
  let isScripted = false
  for (const { name, frame, layers } of await parts()) {
    const inspected = frame ? layers.inspectLayers() : { layers: layers.layerFacts(), isScripted: false }
    if ('reason' in inspected)
      return { reason: name === 'outgoing' ? `in the scene before, during the transition: ${inspected.reason}` : inspected.reason }
    facts.push({ name, layers: inspected.layers })
    isScripted ||= inspected.isScripted
  }
  const background = (getComputedStyle(document.documentElement).backgroundColor.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number)
  return { background, parts: facts, isScripted }
}

/**
 * @typedef {object} PartTracks
 * @property {readonly number[]} frame one time after the other: scale across and down, place of the top left corner, opacity, and the sides
 * (left, top, right, bottom) within which its frame is to be seen, in pixels of the stage
 * @property {readonly (readonly number[])[]} layers for each layer, one time after the other: scale across and down, place, opacity, within its frame
 * @property {readonly (readonly string[])[]} filters for each layer, one time after the other
 */

/** After so long the rest is to be asked for again: a page that takes long for each frame must not be taken for stuck. */
const longestMs = 1000

/**
 * Where each part and each of its layers is at each time, or at the first ones of them. An act that is over has an opacity of 0.
 * @param {readonly number[]} timesMs
 * @returns {Promise<{ frames: number, tracks: readonly PartTracks[] } | { reason: string }>} how many times, and for each part
 */
export async function sampleStage(timesMs) {
  const sampled = (await parts()).map((part) => ({
    part,
    ...{ frame: /** @type {number[]} */ ([]), layers: /** @type {number[][]} */ ([]), filters: /** @type {string[][]} */ ([]) },
  }))
  const begun = performance.now()
  let frames = 0
  for (const timeMs of timesMs) {
    if (frames > 0 && performance.now() - begun > longestMs) break
    frames++
    await seek(timeMs)
    for (const { part, frame, layers, filters } of sampled) {
      frame.push(...stateOfFrame(part.frame))
      const now = part.layers.layerStates()
      if ('reason' in now) return now
      for (const [index, state] of now.states.entries()) (layers[index] ??= []).push(...state)
      for (const [index, filter] of now.filters.entries()) (filters[index] ??= []).push(filter)
    }
  }
  return { frames, tracks: sampled.map(({ frame, layers, filters }) => ({ frame, layers, filters })) }
}

/**
 * From here on, what the acts' pages do of themselves while frames are drawn or asked for is counted.
 * @param {number} timeMs where the scene is put
 */
export async function startWatching(timeMs) {
  await seek(timeMs)
  for (const { frame, layers } of await parts()) if (frame) layers.startWatching()
}

/** What the pages did of themselves since then; null where they kept still. */
export async function endWatching() {
  const changes = (await parts()).map(({ frame, layers }) => (frame ? layers.endWatching() : null))
  return changes.find((change) => change !== null) ?? null
}

/** The scene as it is. */
export async function showAll() {
  for (const { layers } of await parts()) layers.showAll()
}

/**
 * Some layers of one part, alone on a transparent page.
 * @param {string} name of the part
 * @param {readonly import('../layers.js').LayerPlace[]} places
 */
export async function showLayers(name, places) {
  const layers = await showPart(name, 'background: transparent !important')
  layers.showLayers(places)
}

/**
 * The live layers of some acts, alone on a transparent page, each put aside.
 * @param {readonly { part: string, places: readonly { index: number, x: number, y: number }[] }[]} shown
 */
export async function showLive(shown) {
  await showAll()
  const found = (await parts()).flatMap(({ name, frame, layers }) => {
    const wished = shown.find(({ part }) => part === name)
    return wished && frame ? [{ frame, layers, places: wished.places }] : []
  })
  own.showOnly(found.map(({ frame }) => ({ element: frame, style: 'clip-path: none !important; background: transparent !important' })))
  for (const { layers, places } of found) layers.showLive(places)
}

/**
 * All of an act that is in no layer.
 * @param {string} name
 */
export async function showBase(name) {
  const layers = await showPart(name, '')
  layers.showBase()
}

/**
 * @param {string} name
 * @param {string} style of an act's frame
 */
async function showPart(name, style) {
  const part = (await parts()).find((other) => other.name === name)
  if (!part) throw new Error(`there is no part ${name}`)
  await showAll()
  if (part.frame) own.showOnly([{ element: part.frame, style: `clip-path: none !important; ${style}` }])
  return part.layers
}

/** Nothing of what is animated on a frame but its place, size, opacity and rectangular clip. @param {HTMLIFrameElement | null} frame */
function stateOfFrame(frame) {
  if (!frame) return [1, 1, 0, 0, 1, 0, 0, innerWidth, innerHeight]
  const style = getComputedStyle(frame)
  const { left, top, width, height } = frame.getBoundingClientRect()
  const clip = clipOf(style.clipPath)
  return [
    ...[width / innerWidth, height / innerHeight, left, top, style.visibility === 'visible' ? Number(style.opacity) : 0],
    ...[left + clip.left * width, top + clip.top * height, left + clip.right * width, top + clip.bottom * height],
  ]
}

/** The rectangle of `polygon(left top, right top, right bottom, left bottom)`, as parts of the box. @param {string} clipPath */
function clipOf(clipPath) {
  const sides = (clipPath.match(/-?[\d.]+%/g) ?? []).map((part) => Number.parseFloat(part) / 100)
  const [left = 0, top = 0, right = 1] = sides
  return { left, top, right, bottom: sides[5] ?? 1 }
}
