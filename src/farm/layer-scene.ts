import sharp from 'sharp'
import type { FramePage } from '../browser/frame-page.ts'
import { stateAt, stateLength, type LayerScene, type LayerState, type LayerTrack } from '../compositor/layer-scene.ts'
import { planesOfPixels, type Planes } from '../compositor/planes.ts'
import { pyramidSizes } from '../compositor/pyramid.ts'
import type { Site } from '../templates/site.ts'
import { drawLayer } from './draw-layer.ts'
import { layersCall, readLayers, type ReadLayer, type Reason } from './read-layers.ts'

type Size = { readonly width: number; readonly height: number }
type Drawing = { readonly page: FramePage; readonly site: Site; readonly frame: Size; readonly signal: AbortSignal }
type Decoded = Size & { readonly data: Buffer }
/** The scene's photographs by their paths, decoded while the page is still asked: most scenes show them as layers. */
type Photographs = ReadonlyMap<string, Promise<Decoded>>

/** Of a pixel; sums of fractions miss an edge by less. */
const edgeTolerance = 0.01

/**
 * The scene that a page shows as layers, each drawn once, or why it cannot be drawn so.
 * @param timesMs of every frame of the scene: whatever part of it is rendered, its layers are drawn at the same scale
 * @throws as FramePage.ask and FramePage.picture
 */
export async function layerScene(drawing: Drawing, timesMs: readonly number[]): Promise<LayerScene | Reason> {
  const { page, site, frame, signal } = drawing
  const photographs = decodePhotographs(site)
  const layers = await readLayers(page, timesMs, signal)
  if ('reason' in layers) return layers
  const tracks: LayerTrack[] = []
  try {
    for (const layer of layers) {
      const track = await trackOf(layer, photographs, drawing)
      if (track !== null && 'reason' in track) return track
      if (track !== null) tracks.push(track)
    }
    const base = isHidden(tracks, timesMs.length) ? [] : [await baseTrack(drawing, timesMs.length)]
    return { frame: { width: frame.width, height: frame.height }, tracks: [...base, ...tracks] }
  } finally {
    await page.ask(layersCall('showAll'), signal)
  }
}

/** null for a layer of which nothing is to be seen. */
async function trackOf(layer: ReadLayer, photographs: Photographs, drawing: Drawing): Promise<LayerTrack | Reason | null> {
  const visible = layer.states.filter(({ opacity }) => opacity > 0)
  if (visible.length === 0) return null
  const photo = await photoTrack(layer, visible, photographs, drawing.frame)
  if (photo !== null) return photo
  const scale = { scaleX: Math.max(...visible.map(({ scaleX }) => scaleX)), scaleY: Math.max(...visible.map(({ scaleY }) => scaleY)) }
  const drawn = await drawLayer(drawing.page, layer, { frame: drawing.frame, scale }, drawing.signal)
  if (drawn === null || 'reason' in drawn) return drawn
  const { data, width, height, corner } = drawn
  const states = layer.states.map((state) => {
    const [scaleX, scaleY] = [state.scaleX / scale.scaleX, state.scaleY / scale.scaleY]
    return { scaleX, scaleY, x: state.x + corner.x * scaleX, y: state.y + corner.y * scaleY, opacity: state.opacity }
  })
  return { rasters: await rasters({ data, width, height, channels: 4 }, states), states: packed(states) }
}

/** An image that covers the frame whenever it is to be seen comes from its file, at its own resolution; Chromium would draw the same. */
async function photoTrack(
  { photo, states }: ReadLayer,
  visible: readonly LayerState[],
  photographs: Photographs,
  frame: Size,
): Promise<LayerTrack | null> {
  const decoding = photo ? photographs.get(new URL(photo.address).pathname) : undefined
  if (!photo || !decoding) return null
  const onContent = (state: LayerState) => ({ ...state, x: state.x + photo.left * state.scaleX, y: state.y + photo.top * state.scaleY })
  if (!visible.map(onContent).every((state) => covers(state, photo, frame))) return null
  const { data, width, height } = await decoding
  const onImage = states.map(onContent).map((state) => ({
    ...state,
    scaleX: (state.scaleX * photo.width) / width,
    scaleY: (state.scaleY * photo.height) / height,
  }))
  return { rasters: await rasters({ data, width, height, channels: 3 }, onImage), states: packed(onImage) }
}

function covers({ scaleX, scaleY, x, y }: LayerState, layout: Size, { width, height }: Size): boolean {
  const [right, bottom] = [x + layout.width * scaleX, y + layout.height * scaleY]
  return x <= edgeTolerance && y <= edgeTolerance && right >= width - edgeTolerance && bottom >= height - edgeTolerance
}

function decodePhotographs({ files }: Site): Photographs {
  const images = [...files].filter(([path, { contentType }]) => path.startsWith('/assets/') && /^image\/(?:jpeg|png|webp)$/.test(contentType))
  return new Map(
    images.map(([path, file]) => {
      const decoding = file.read().then(decode)
      // What cannot be decoded is told where it is needed.
      decoding.catch(() => undefined)
      return [path, decoding]
    }),
  )
}

async function decode(bytes: Buffer): Promise<Decoded> {
  const { data, info } = await sharp(bytes).removeAlpha().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
}

/** The picture, and smaller ones where a frame shows it much reduced. */
function rasters(picture: Decoded & { readonly channels: 3 | 4 }, states: readonly LayerState[]): Promise<readonly Planes[]> {
  const { data, width, height, channels } = picture
  const steps = states.filter(({ opacity }) => opacity > 0).map(({ scaleX, scaleY }) => 1 / Math.min(scaleX, scaleY))
  return Promise.all(
    pyramidSizes({ width, height }, Math.max(...steps)).map(async (size, level) => {
      if (level === 0) return planesOfPixels(picture)
      const smaller = sharp(data, { raw: { width, height, channels } }).resize({ ...size, fit: 'fill', kernel: 'lanczos3' })
      return planesOfPixels({ ...size, data: await smaller.raw().toBuffer(), channels })
    }),
  )
}

/** Whether an opaque layer hides what is below all layers, in every frame. */
function isHidden(tracks: readonly LayerTrack[], frames: number): boolean {
  const opaque = tracks.filter(({ rasters: [largest] }) => largest?.alpha === null)
  return Array.from({ length: frames }).every((_, frame) => opaque.some((track) => stateAt(track, frame).opacity === 1))
}

/** What is in no layer, as an opaque picture of the frame. */
async function baseTrack({ page, signal }: Drawing, frames: number): Promise<LayerTrack> {
  await page.ask(layersCall('showBase'), signal)
  const picture = await decode(await page.picture({ isTransparent: false }, signal))
  const states = Array.from({ length: frames }, () => ({ scaleX: 1, scaleY: 1, x: 0, y: 0, opacity: 1 }))
  return { rasters: await rasters({ ...picture, channels: 3 }, states), states: packed(states) }
}

/** As the compositor takes them. */
function packed(states: readonly LayerState[]): Float64Array {
  const numbers = new Float64Array(new SharedArrayBuffer(8 * stateLength * states.length))
  numbers.set(states.flatMap(({ scaleX, scaleY, x, y, opacity }) => [scaleX, scaleY, x, y, opacity]))
  return numbers
}
