import type { FramePage } from '../browser/frame-page.ts'
import { codeValuesOf } from '../compositor/bt709.ts'
import { colourTrack } from '../compositor/colour-track.ts'
import {
  groupStateLength,
  stateAt,
  stateLength,
  type GroupState,
  type LayerGroup,
  type LayerScene,
  type LayerState,
  type LayerTrack,
} from '../compositor/layer-scene.ts'
import { planesOfPixels } from '../compositor/planes.ts'
import type { Site } from '../templates/site.ts'
import { drawLayers, type DrawnLayer, type LayerToDraw } from './draw-layers.ts'
import { decode, rasters, type PhotoCache, type Photographs } from './layer-rasters.ts'
import { liveSheet, type LiveSheet } from './live-sheet.ts'
import { readLayers, stageCall, type FrameState, type ReadLayer, type ReadPart, type ReadScene, type Reason } from './read-layers.ts'

type Size = { readonly width: number; readonly height: number }
type Point = { readonly left: number; readonly top: number }
type Wish = { readonly page: FramePage; readonly site: Site; readonly frame: Size; readonly photographs: PhotoCache; readonly signal: AbortSignal }
type Drawing = Omit<Wish, 'photographs'> & { readonly photographs: Photographs }
type PartDrawing = Drawing & { readonly sheet: LiveSheet | null }

/** A scene of layers, with the sheet of those that are drawn anew for each frame; null where none is. */
export type DrawnScene = LayerScene & { readonly sheet: LiveSheet | null } & Pick<ReadScene, 'isScripted'>

/** Of a pixel; sums of fractions miss an edge by less. */
const edgeTolerance = 0.01

/**
 * The scene that a page shows as layers, each drawn once, or why it cannot be drawn so.
 * @param timesMs of every frame of the scene: whatever part of it is rendered, its layers are drawn at the same scale
 * @throws as FramePage.ask and FramePage.picture
 */
export async function layerScene(wish: Wish, timesMs: readonly number[]): Promise<DrawnScene | Reason> {
  const { page, site, frame, signal } = wish
  const drawing: Drawing = { ...wish, photographs: wish.photographs.of(site) }
  const read = await readLayers(page, timesMs, signal)
  if ('reason' in read) return read
  const sheet = liveSheet(read.parts.flatMap(seenLive), frame)
  if (sheet && 'reason' in sheet) return sheet
  const groups: LayerGroup[] = []
  try {
    for (const part of read.parts) {
      const group = await groupOf(part, { ...drawing, sheet })
      if ('reason' in group) return group
      if (group.tracks.length > 0) groups.push(group)
    }
    return {
      frame: { width: frame.width, height: frame.height },
      background: codeValuesOf(read.background),
      groups,
      sheet,
      isScripted: read.isScripted,
    }
  } finally {
    await page.ask(stageCall('showAll'), signal)
  }
}

/** The live layers of a part that are to be seen. */
function seenLive({ name, frame, layers }: ReadPart): readonly { readonly part: string; readonly layer: ReadLayer }[] {
  return layers.filter((layer) => layer.isLive && seenStates(layer, frame).some(isVisible)).map((layer) => ({ part: name, layer }))
}

async function groupOf(part: ReadPart, drawing: PartDrawing): Promise<LayerGroup | Reason> {
  const layers = part.layers.map((layer) => ({ layer, seen: seenStates(layer, part.frame) })).filter(({ seen }) => seen.some(isVisible))
  const find = async ({ layer, seen }: SeenLayer) => (layer.isLive ? liveTrack(layer, part, drawing.sheet) : photoTrack(layer, seen, part, drawing))
  const found = await Promise.all(layers.map(find))
  const rest = layers.filter(({ layer }, index) => !found[index] && !layer.isLive)
  const changing = rest.find(({ layer }) => hasChangingFilter(layer))
  if (changing)
    return { reason: `the filter of ${changing.layer.name} changes, which only those of colour of a photograph that covers the frame may` }
  const drawn = await drawLayers(drawing.page, part.name, rest.map(toDraw), drawing)
  if ('reason' in drawn) return drawn
  const tracks: LayerTrack[] = []
  for (const [index, { seen }] of layers.entries()) {
    const track = found[index] ?? (await trackOf(seen, drawn[rest.findIndex((other) => other === layers[index])] ?? null))
    if (track !== null) tracks.push(track)
  }
  if (part.frame === null) return { tracks, states: null }
  const base = isHidden(tracks, part.frame) ? [] : [await baseTrack(part.name, part.frame, drawing)]
  return { tracks: [...base, ...tracks], states: isStill(part.frame, drawing.frame) ? null : packedGroup(part.frame) }
}

/** A layer's states with the place of its frame; invisible wherever the frame is. */
function seenStates({ states }: ReadLayer, frame: readonly FrameState[] | null): readonly LayerState[] {
  return frame === null ? states : states.map((state, index) => inFrame(state, frame[index] ?? unmoved))
}

/** Of a track whose picture stays as it is. */
const plain = { colours: null, live: null }
const unmoved: LayerState = { scaleX: 1, scaleY: 1, x: 0, y: 0, opacity: 1 }

/** `opacity` stays the layer's own: that of the frame is the group's. */
function inFrame({ scaleX, scaleY, x, y, opacity }: LayerState, frame: LayerState): LayerState {
  return {
    scaleX: scaleX * frame.scaleX,
    scaleY: scaleY * frame.scaleY,
    x: frame.x + x * frame.scaleX,
    y: frame.y + y * frame.scaleY,
    opacity: frame.opacity > 0 ? opacity : 0,
  }
}

function isVisible({ opacity }: LayerState): boolean {
  return opacity > 0
}

type SeenLayer = { readonly layer: ReadLayer; readonly seen: readonly LayerState[] }

function hasChangingFilter({ filters }: Pick<ReadLayer, 'filters'>): boolean {
  return filters.some((filter) => filter !== filters[0])
}

/** A live layer's place in the frame, its picture yet to come. null where it lies outside. */
function liveTrack(layer: ReadLayer, { name, frame }: ReadPart, sheet: LiveSheet | null): LayerTrack | null {
  const cell = sheet?.cells.find((one) => one.part === name && one.index === layer.index)
  if (!cell) return null
  const { width, height, page } = cell
  const states = layer.states.map((state) => ({ ...state, x: page.left, y: page.top }))
  const blank = planesOfPixels({ data: new Uint8Array(width * height * 4), width, height, channels: 4 })
  return { rasters: [blank], states: packed(seenStates({ ...layer, states }, frame)), colours: null, live: cell.sheet }
}

/** At the largest scale that it reaches. */
function toDraw({ layer, seen }: SeenLayer): LayerToDraw {
  return { ...layer, scale: largestScale(seen) }
}

function largestScale(seen: readonly LayerState[]): { readonly scaleX: number; readonly scaleY: number } {
  const visible = seen.filter(isVisible)
  return { scaleX: Math.max(...visible.map(({ scaleX }) => scaleX)), scaleY: Math.max(...visible.map(({ scaleY }) => scaleY)) }
}

/** null for a layer of which nothing is to be seen. */
async function trackOf(seen: readonly LayerState[], drawn: DrawnLayer | null): Promise<LayerTrack | null> {
  if (drawn === null) return null
  const { data, width, height, corner } = drawn
  const scale = largestScale(seen)
  const states = seen.map((state) => {
    const [scaleX, scaleY] = [state.scaleX / scale.scaleX, state.scaleY / scale.scaleY]
    return { scaleX, scaleY, x: state.x + corner.x * scaleX, y: state.y + corner.y * scaleY, opacity: state.opacity }
  })
  return {
    rasters: await rasters({ width, height, channels: 4, pixels: () => Promise.resolve({ data }) }, states),
    states: packed(states),
    ...plain,
  }
}

/** An image that covers its frame whenever it is to be seen comes from its file, at its own resolution; Chromium would draw the same. */
async function photoTrack(
  { photo, states, filters }: ReadLayer,
  seen: readonly LayerState[],
  part: ReadPart,
  { photographs, frame }: Drawing,
): Promise<LayerTrack | null> {
  if (!photo || part.frame === null) return null
  const colours = colourTrack(filters)
  if (colours && 'unknown' in colours) return null
  const at =
    ({ left, top }: Point) =>
    (state: LayerState) => ({ ...state, x: state.x + left * state.scaleX, y: state.y + top * state.scaleY })
  const onContent = at(photo.content)
  const isCovering = states.every((state, index) => !isVisible(seen[index] ?? unmoved) || covers(onContent(state), photo.content, frame))
  if (!isCovering) return null
  const photograph = await photographs.find(photo.address)
  if (photograph === null) return null
  const { width, height } = photograph.planes
  const onImage = seen.map(at(photo)).map((state) => ({
    ...state,
    scaleX: (state.scaleX * photo.width) / width,
    scaleY: (state.scaleY * photo.height) / height,
  }))
  return { rasters: await rasters({ ...photograph, width, height, channels: 3 }, onImage), states: packed(onImage), colours, live: null }
}

function covers({ scaleX, scaleY, x, y }: LayerState, layout: Size, { width, height }: Size): boolean {
  const [right, bottom] = [x + layout.width * scaleX, y + layout.height * scaleY]
  return x <= edgeTolerance && y <= edgeTolerance && right >= width - edgeTolerance && bottom >= height - edgeTolerance
}

/** Whether an opaque layer hides what is below all layers of an act, in every frame in which the act is to be seen. */
function isHidden(tracks: readonly LayerTrack[], act: readonly FrameState[]): boolean {
  const opaque = tracks.filter(({ rasters: [largest] }) => largest?.alpha === null)
  return act.every((state, frame) => !isVisible(state) || opaque.some((track) => stateAt(track, frame).opacity === 1))
}

/** What is in no layer, as an opaque picture of the frame. */
async function baseTrack(name: string, act: readonly FrameState[], { page, signal }: Drawing): Promise<LayerTrack> {
  await page.ask(stageCall('showBase', name), signal)
  const picture = await decode(await page.picture({ isTransparent: false }, signal))
  const states = act.map((state) => inFrame(unmoved, state))
  return {
    rasters: await rasters({ ...picture, channels: 3, pixels: () => Promise.resolve(picture) }, states),
    states: packed(states),
    ...plain,
  }
}

/** Whether an act fills the frame all the time, as without a transition. */
function isStill(act: readonly FrameState[], { width, height }: Size): boolean {
  return act.every(({ left, top, right, bottom, opacity }) => opacity === 1 && left === 0 && top === 0 && right === width && bottom === height)
}

/** As the compositor takes them. */
function packed(states: readonly LayerState[]): Float64Array {
  const numbers = new Float64Array(new SharedArrayBuffer(8 * stateLength * states.length))
  numbers.set(states.flatMap(({ scaleX, scaleY, x, y, opacity }) => [scaleX, scaleY, x, y, opacity]))
  return numbers
}

function packedGroup(states: readonly GroupState[]): Float64Array {
  const numbers = new Float64Array(new SharedArrayBuffer(8 * groupStateLength * states.length))
  numbers.set(states.flatMap(({ left, top, right, bottom, opacity }) => [left, top, right, bottom, opacity]))
  return numbers
}
