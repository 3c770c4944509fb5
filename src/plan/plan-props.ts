import type { FontWish } from '../assets/font-face.ts'
import type { ProbedPropImage, PropImage } from '../assets/gather-assets.ts'
import { turnedSize } from '../assets/turn-image.ts'
import { fileNameOf, type ImageOrder } from '../assets/image-order.ts'
import { pointerOf, type Fault } from '../film/fault.ts'
import { faultsOfIssues } from '../film/faults-of-issues.ts'
import type { Film } from '../film/film.ts'
import { allowedSources, resolveSource } from '../film/resolve-source.ts'
import type { TemplateManifest } from '../templates/manifest-schema.ts'
import { placesAmong, propsJsonSchema, propsParser, withTextsAt } from '../templates/props-schema.ts'
import { assetPath } from '../templates/scene-site.ts'

type Scene = Film['scenes'][number]

type PropText = { readonly pointer: string; readonly text: string; readonly template: string }

/** A film whose scenes have passed their templates: props have their defaults, and it is known which of them are images. */
export type CompletedFilm = {
  readonly film: Film
  /** For each scene. */
  readonly propImages: readonly (readonly PropImage[])[]
  /** Of props that are fonts. */
  readonly fontWishes: readonly FontWish[]
  /** Of props that are words to draw, with what their scene calls its template. */
  readonly texts: readonly PropText[]
  readonly faults: readonly Fault[]
}

/** @param manifests by what the scenes call their templates; a scene whose template has none stays as it is */
export function completeFilm(film: Film, manifests: ReadonlyMap<string, { readonly manifest: TemplateManifest }>): CompletedFilm {
  const completed = film.scenes.map((scene, index) => {
    const manifest = manifests.get(scene.template)?.manifest
    return manifest ? completeScene(scene, manifest, { index, folder: film.folder }) : { scene, images: [], fonts: [], texts: [], faults: [] }
  })
  return {
    film: { ...film, scenes: completed.map(({ scene }) => scene) },
    propImages: completed.map(({ images }) => images),
    fontWishes: completed.flatMap(({ fonts }) => fonts),
    texts: completed.flatMap(({ scene: { template }, texts }) => texts.map((text) => ({ ...text, template }))),
    faults: completed.flatMap(({ faults }) => faults),
  }
}

type Place = { readonly index: number; readonly folder: string | null }
type CompletedScene = {
  readonly scene: Scene
  readonly images: readonly PropImage[]
  readonly fonts: readonly FontWish[]
  readonly texts: readonly Omit<PropText, 'template'>[]
  readonly faults: readonly Fault[]
}

function completeScene(scene: Scene, manifest: TemplateManifest, { index, folder }: Place): CompletedScene {
  const own = { ...scene, hasCamera: manifest.camera && manifest.image !== 'none' }
  const faults = faultsOfScene(scene, manifest).map(({ pointer, ...rest }) => ({ pointer: pointerOf(['scenes', index]) + pointer, ...rest }))
  const result = propsParser(manifest.props).safeParse(scene.props)
  if (!result.success) {
    const wrong = faultsOfIssues(result.error.issues, scene.props, propsJsonSchema(manifest.props))
    return {
      scene: own,
      images: [],
      fonts: [],
      texts: [],
      faults: [...faults, ...wrong.map((fault) => ({ ...fault, pointer: pointerOf(['scenes', index, 'props']) + fault.pointer }))],
    }
  }
  const images: PropImage[] = []
  for (const { path, text } of placesAmong(manifest.props, result.data, 'image')) {
    const source = resolveSource(text, folder)
    const pointer = pointerOf(['scenes', index, 'props', ...path])
    if ('fault' in source) faults.push({ pointer, message: source.fault, value: source.value ?? text, allowed: allowedSources(folder) })
    else images.push({ path, pointer, source })
  }
  const placed = (format: 'font' | 'text') =>
    placesAmong(manifest.props, result.data, format).map(({ path, text }) => ({ pointer: pointerOf(['scenes', index, 'props', ...path]), text }))
  const fonts = placed('font').map(({ pointer, text }) => ({ pointer, family: text }))
  return { scene: { ...own, props: result.data }, images, fonts, texts: placed('text'), faults }
}

/** What a scene has that its template does not take, or has not and needs. Pointers start at the scene. */
function faultsOfScene(scene: Scene, { name, image, camera }: TemplateManifest): Fault[] {
  const faults: Fault[] = []
  if (image === 'required' && scene.image === null) {
    faults.push({ pointer: '/image', message: `is missing: the template ${name} shows a photograph`, allowed: 'text' })
  }
  if (image === 'none' && scene.image !== null) {
    faults.push({ pointer: '/image', message: `is of no use: the template ${name} shows no photograph of the scene`, value: scene.image.text })
  }
  const isUnderCamera = camera && image !== 'none' && scene.image !== null
  if (scene.kenBurns !== null && !isUnderCamera && !(image === 'required' && camera)) {
    const why = camera && image === 'optional' ? 'without an image there is no camera move' : `the template ${name} has no camera`
    faults.push({ pointer: '/kenBurns', message: `is of no use: ${why}` })
  }
  if (!isUnderCamera && !(image === 'required' && camera)) {
    const why = scene.image === null ? 'the scene has no image' : `the template ${name} has no camera`
    for (const field of ['fit', 'focus'] as const) {
      const isSet = field === 'fit' ? scene.fit !== 'cover' : scene.focus !== null
      if (isSet) faults.push({ pointer: `/${field}`, message: `is of no use: ${why}`, value: scene[field] })
    }
  }
  if (image !== 'required' && scene.image === null && scene.rotation !== 0) {
    faults.push({ pointer: '/rotation', message: 'is of no use: the scene has no image', value: scene.rotation })
  }
  return faults
}

type Frame = { readonly width: number; readonly height: number }

/** What a page is told in place of the images among its props, and how they are prepared: large enough to cover the frame. */
export function planProps(
  props: Readonly<Record<string, unknown>>,
  images: readonly ProbedPropImage[],
  frame: Frame,
): { readonly props: Record<string, unknown>; readonly orders: readonly ImageOrder[] } {
  const planned = images.map(({ path, image }) => ({ path, order: coveringOrder(image, frame, { background: null, rotation: 0 }) }))
  const places = planned.map(({ path, order }) => ({ path, text: assetPath(fileNameOf(order)) }))
  return { props: withTextsAt(props, places), orders: planned.map(({ order }) => order) }
}

type Preparing = { readonly background: string | null; readonly rotation: number }

/** An image at the size at which it just covers the frame. @param how without a background it stays transparent where it is */
export function coveringOrder(image: ImageOrder['image'], frame: Frame, { background, rotation }: Preparing): ImageOrder {
  const { width, height } = turnedSize(image, rotation)
  const scale = Math.max(frame.width / width, frame.height / height)
  const turn = rotation === 0 ? {} : { rotation }
  return { image, width: Math.ceil(width * scale), height: Math.ceil(height * scale), background, ...turn }
}
