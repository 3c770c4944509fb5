// The page around a scene that is captured as a stream: the scene in a frame of exactly its size, and below it, outside of the film,
// a strip with the number of the picture. The capture of a tab may drop pictures, bring old ones, or none where nothing changes:
// only the number in the pixels tells which picture this is.
import { blockCount, blockPx, blocksOf, numberIn, stripHeightPx } from './strip.js'

/**
 * @typedef {{ width: number, height: number }} Size
 * @typedef {{ scene: Size, tab: Size, slots: number, marker: string }} CaptureOrder slots: places for a picture in the file, which begins with the marker
 * @typedef {{ format: string, width: number, height: number, red: readonly number[], fault: string | null }} CaptureFacts red: the Y, U and V of pure red
 */

/** Something that went wrong in the capture and not in the template. */
class CaptureFault extends Error {}

const sceneFrame = /** @type {HTMLIFrameElement} */ (document.querySelector('#scene'))
const strip = /** @type {HTMLElement} */ (document.querySelector('#strip'))
const blocks = Array.from({ length: blockCount }, () => document.createElement('i'))
const [red, waker] = [document.createElement('i'), document.createElement('i')]
const redPx = 16
red.style.cssText = `width: ${redPx}px; background: #f00`
strip.append(...blocks, red, waker)

/** A picture that the capture has dropped comes again when something on the page changes. */
const wakeMs = 100

const worker = new Worker(new URL('frame-writer.js', import.meta.url))
/** Who waits for which answer of the worker: null, or a fault. @type {Map<number, (fault: string | null) => void>} */
const waiting = new Map()
worker.addEventListener('message', ({ data: { id, fault } }) => waiting.get(id)?.(fault))
worker.addEventListener('error', ({ message }) => waiting.forEach((tell) => tell(message)))
let lastId = 0

/** @type {CaptureOrder} */
let order
/** @type {ReadableStreamDefaultReader<VideoFrame>} */
let reader
/** Pictures are drawn one after the other. @type {Promise<unknown>} */
let drawn = Promise.resolve()
let lastNumber = 0

/**
 * Begins the capture of this tab.
 * @param {CaptureOrder} captureOrder
 */
async function start(captureOrder) {
  order = captureOrder
  sceneFrame.width = `${order.scene.width}`
  sceneFrame.height = `${order.scene.height}`
  const wish = {
    video: { ...order.tab, frameRate: { ideal: 60, max: 60 }, cursor: 'never' },
    audio: false,
    preferCurrentTab: true,
    selfBrowserSurface: 'include',
  }
  const [track] = (await navigator.mediaDevices.getDisplayMedia(wish)).getVideoTracks()
  // No type library has it yet.
  const Processor = /** @type {new (init: object) => { readable: ReadableStream<VideoFrame> }} */ (
    Reflect.get(globalThis, 'MediaStreamTrackProcessor')
  )
  reader = new Processor({ track, maxBufferSize: 2 }).readable.getReader()
  await tellWorker({ ...order }, [])
}

/**
 * The first picture: it goes into the file.
 * @returns {Promise<CaptureFacts>}
 */
async function tryOut() {
  const picture = await draw(() => undefined)
  const facts = { format: picture.format ?? 'none', width: picture.codedWidth, height: picture.codedHeight, red: await redIn(picture) }
  const fault = await tellWorker({ slot: 0, picture }, [picture]).then(() => null, String)
  return { ...facts, fault }
}

/**
 * Loads a scene and waits until it can be seeked.
 * @param {string} path
 */
async function open(path) {
  await drawn
  // Not drawn before it is at its start, as it will be shown: Chromium would go on with the rasters of what it has drawn first.
  sceneFrame.style.visibility = 'hidden'
  await new Promise((resolve) => {
    sceneFrame.addEventListener('load', resolve, { once: true })
    sceneFrame.src = path
  })
  const { framefarm } = sceneWindow()
  if (!framefarm) throw new Error('the page does not import ../runtime.js')
  await framefarm.ready
  await framefarm.show(0)
  const { showLargest, endLargest } = await framefarm.slanting()
  showLargest()
  sceneFrame.style.visibility = 'visible'
  const picture = await draw(() => undefined)
  picture.close()
  endLargest()
}

/**
 * Draws the scene at a time and writes its picture to a slot of the file. While it is being written the next one may be drawn.
 * @param {number} slot
 * @param {number} timeMs
 * @returns {Promise<string | null>} what went wrong in the capture
 */
async function frame(slot, timeMs) {
  const drawing = drawn.then(() => draw(() => sceneWindow().framefarm?.show(timeMs)))
  drawn = drawing.catch(() => undefined)
  try {
    const picture = await drawing
    await tellWorker({ slot, picture }, [picture])
    return null
  } catch (error) {
    if (error instanceof CaptureFault) return error.message
    throw error
  }
}

/**
 * The picture that shows what `change` has made.
 * @param {() => unknown} change
 * @returns {Promise<VideoFrame>}
 */
async function draw(change) {
  await change()
  const number = ++lastNumber
  for (const [index, isWhite] of blocksOf(number).entries()) paint(blocks[index], isWhite)
  let isWhite = false
  const waking = setInterval(() => paint(waker, (isWhite = !isWhite)), wakeMs)
  try {
    for (;;) {
      const { value: picture, done } = await reader.read()
      if (done) throw new CaptureFault('the capture of the tab has ended')
      if ((await numberOf(picture)) === number) return picture
      picture.close()
    }
  } finally {
    clearInterval(waking)
  }
}

/**
 * @param {HTMLElement | undefined} block
 * @param {boolean} isWhite
 */
function paint(block, isWhite) {
  if (block) block.style.background = isWhite ? '#fff' : '#000'
}

/** @param {VideoFrame} picture */
async function numberOf(picture) {
  return numberIn(await pixels(picture, { x: 0, y: order.scene.height, width: blockCount * blockPx, height: stripHeightPx }))
}

/** @param {VideoFrame} picture */
async function redIn(picture) {
  const bytes = await pixels(picture, { x: blockCount * blockPx, y: order.scene.height, width: redPx, height: redPx })
  const luma = redPx * redPx
  const middle = (redPx / 2) * (redPx + 1)
  const half = (redPx / 4) * (redPx / 2 + 1)
  // NV12 has the two chroma values side by side, I420 in planes.
  const [u, v] = picture.format === 'NV12' ? [2 * half, 2 * half + 1] : [half, luma / 4 + half]
  return [middle, luma + u, luma + v].map((at) => bytes[at] ?? 0)
}

/**
 * @param {VideoFrame} picture
 * @param {DOMRectInit} rect
 */
async function pixels(picture, rect) {
  const bytes = new Uint8Array(picture.allocationSize({ rect }))
  await picture.copyTo(bytes, { rect })
  return bytes
}

/**
 * @param {Record<string, unknown>} message
 * @param {Transferable[]} transfer
 */
async function tellWorker(message, transfer) {
  const { promise, resolve } = /** @type {PromiseWithResolvers<string | null>} */ (Promise.withResolvers())
  const id = ++lastId
  waiting.set(id, resolve)
  worker.postMessage({ id, ...message }, transfer)
  const fault = await promise
  waiting.delete(id)
  if (fault !== null) throw new CaptureFault(fault)
}

/** @returns {Window & { framefarm?: { ready: Promise<void>, show: (timeMs: number) => Promise<void>, slanting: () => Promise<typeof import('../../templates/slant.js')> } }} */
function sceneWindow() {
  return /** @type {Window} */ (sceneFrame.contentWindow)
}

Object.assign(globalThis, { tabCapture: { start, tryOut, open, frame } })
