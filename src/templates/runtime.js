// The in-page runtime: the same in the renderer, in the preview and in tests. It owns the page's clock.
// Nothing in a page may move by wall-clock time: every animation is paused and set to the time asked for.
import { named } from './layer-rules.js'
import { missingFont } from './missing-font.js'

/**
 * @typedef {{ family: string, weight: string, style: string, path: string | null }} SceneFont
 */

/**
 * @typedef {object} SceneData
 * @property {Record<string, unknown>} props the template's values; its shape is the template's own
 * @property {{ width: number, height: number }} output the frame, in CSS pixels
 * @property {number} durationMs
 * @property {readonly SceneFont[]} [fonts]
 */

/** @type {Set<(timeMs: number) => void | Promise<void>>} */
const seekListeners = new Set()

/**
 * Other pages that go with this one.
 * @type {Set<(timeMs: number) => Promise<void>>}
 */
const carriedPages = new Set()

/**
 * Every animation ever seen. document.getAnimations() forgets those that have ended without a fill,
 * and a seek back must wake them.
 * @type {Set<Animation>}
 */
const animations = new Set()

/** @type {PromiseWithResolvers<void>} */
const { promise: ready, resolve: becomeReady, reject: failReady } = Promise.withResolvers()

/**
 * A template's entry: draws the scene once, at time 0.
 * @param {(scene: SceneData) => void | Promise<void>} draw
 */
export async function defineScene(draw) {
  try {
    // Beside this file, wherever the site's root is: the renderer has one origin for a scene, the preview a folder of its address.
    const response = await fetch(new URL('scene.json', import.meta.url))
    /** @type {SceneData} */
    const scene = await response.json()
    const { style } = document.documentElement
    style.setProperty('--scene-duration', `${scene.durationMs}ms`)
    style.setProperty('--frame-width', `${scene.output.width}px`)
    style.setProperty('--frame-height', `${scene.output.height}px`)
    await loadFonts(scene.fonts ?? [])
    await draw(scene)
    await document.fonts.ready
    await Promise.all([...document.images].map(decoded))
    await seek(0)
    refuseMissingFont()
    becomeReady()
  } catch (error) {
    failReady(error)
  }
}

/**
 * Fonts of the film, there before anything is measured or drawn. Installed ones have no path and need no loading.
 * @param {readonly SceneFont[]} fonts
 */
export async function loadFonts(fonts) {
  const loading = fonts.map(async ({ family, weight, style, path }) => {
    if (path === null) return
    const face = new FontFace(family, `url("${new URL(path, document.baseURI).href}")`, { weight, style })
    document.fonts.add(face)
    await face.load().catch(() => {
      throw new Error(`the font ${family} (weight ${weight}, ${style}) could not be loaded`)
    })
  })
  await Promise.all(loading)
}

/** Text in another font than the one asked for is a fault that names the font, and nothing that is found out from the film. */
function refuseMissingFont() {
  const missing = missingFont()
  if (!missing) return
  const remedy = "name a file of the template's folder with @font-face, or list the font in the film's fonts (docs/fonts.md)"
  throw new Error(`the font ${missing.family} of ${named(missing.element)} is not here: ${remedy}`)
}

/**
 * For templates that draw by script (canvas, counters): called with each frame's time before it is captured.
 * @param {(timeMs: number) => void | Promise<void>} listener
 */
export function onSeek(listener) {
  seekListeners.add(listener)
}

/**
 * For a page that shows others: they are put to a time whenever this one is.
 * @param {(timeMs: number) => Promise<void>} seekPage
 */
export function carryPage(seekPage) {
  carriedPages.add(seekPage)
}

/**
 * Puts the page at a time of the scene.
 * @param {number} timeMs from the scene's start
 */
export async function seek(timeMs) {
  for (const animation of document.getAnimations()) {
    if (animations.has(animation)) continue
    animations.add(animation)
    animation.pause()
  }
  for (const animation of animations) animation.currentTime = timeMs
  for (const listener of seekListeners) await listener(timeMs)
  await Promise.all([...carriedPages].map((seekPage) => seekPage(timeMs)))
}

/** @param {HTMLImageElement} image */
async function decoded(image) {
  // Without `sync` Chromium may draw one frame before the decoded picture is there.
  image.decoding = 'sync'
  await image.decode().catch(() => {
    throw new Error(`the image ${image.currentSrc || '(no source)'} could not be decoded`)
  })
}

/** Whether the page draws by script as well as by animations. */
export function drawsByScript() {
  return seekListeners.size > 0
}

/**
 * Puts the page at a time, for a picture that is to be taken of it.
 * @param {number} timeMs from the scene's start
 */
async function show(timeMs) {
  const { slant } = await slanting()
  await seek(timeMs)
  slant()
}

/** What pictures of the page need: loaded when the first is taken. */
const slanting = () => import('./slant.js')

/** How the page can be drawn by layers: loaded when it is asked. */
const layers = () => import('./layers.js')

Object.assign(globalThis, { framefarm: { ready, seek, show, slanting, layers } })
