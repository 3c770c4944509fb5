// What a page does of itself, which somebody who moves its layers would not see. In live layers it may do what it likes.
import { isLive, layersInOrder, movable, movesInLive, named } from './layer-rules.js'
import { changeOfLook, stillLook } from './still-look.js'

/**
 * Counts changes of the document, of its look and of canvases, new animations, and requests to draw by script.
 * @returns {{ look: () => void, end: () => string | null }} `look`: what changes without a change of the document is seen at no other time.
 * `end`: what the page did, in words; null where it kept still
 */
export function watchPage() {
  let requests = 0
  /** @type {string | null} */
  let change = null
  const animations = stillAnimations()
  const before = stillLook()
  const pictures = canvasPictures()
  const styles = new Map(layersInOrder().map((layer) => [layer, stillStyle(layer.getAttribute('style'))]))
  const take = (/** @type {readonly MutationRecord[]} */ records) => {
    change ??= records.map((record) => changeOf(record, styles)).find((found) => found !== null) ?? null
  }
  const observer = new MutationObserver(take)
  observer.observe(document, { subtree: true, childList: true, attributes: true, attributeOldValue: true, characterData: true })
  const original = globalThis.requestAnimationFrame
  globalThis.requestAnimationFrame = (callback) => {
    requests++
    return original(callback)
  }
  const look = () => {
    take(observer.takeRecords())
    change ??= changeOfLook(before, stillLook())
    if (!isSame(pictures, canvasPictures())) change ??= 'a canvas changes'
  }
  const end = () => {
    look()
    observer.disconnect()
    globalThis.requestAnimationFrame = original
    const restyled = [...styles].find(([layer, style]) => !isLive(layer) && stillStyle(layer.getAttribute('style')) !== style)
    if (restyled) change ??= changed(restyled[0])
    if (requests > 0) return 'it asks for animation frames'
    if (change !== null) return change
    return stillAnimations() === animations ? null : 'its animations change'
  }
  return { look, end }
}

/**
 * @param {MutationRecord} record
 * @param {ReadonlyMap<Element, string>} styles of layers, as they were
 */
function changeOf({ target, attributeName, oldValue }, styles) {
  if (isLive(target)) return null
  const element = target instanceof Element ? target : target.parentElement
  const style = element && attributeName === 'style' ? styles.get(element) : undefined
  // What a layer may change is read when it is sampled.
  if (style !== undefined && stillStyle(oldValue) === style) return null
  return element ? changed(element) : 'its document changes'
}

/** @param {Element} element */
function changed(element) {
  return `${named(element)} changes`
}

const reader = document.createElement('div')

/** A layer's own style without what may change of it. @param {string | null} text */
function stillStyle(text) {
  reader.style.cssText = text ?? ''
  for (const name of movable) reader.style.removeProperty(name)
  return reader.style.cssText
}

/** What every canvas shows. A canvas changes without any change of the document. */
function canvasPictures() {
  return [...document.querySelectorAll('canvas')].filter((canvas) => !isLive(canvas)).map(pixelsOf)
}

/** @type {CanvasRenderingContext2D | null} */
let copy = null

/** By a copy of one kind: a canvas says what it shows by its own context alone. @param {HTMLCanvasElement} canvas */
function pixelsOf(canvas) {
  const { width, height } = canvas
  copy ??= document.createElement('canvas').getContext('2d', { willReadFrequently: true })
  if (!copy || width === 0 || height === 0) return new Uint32Array()
  Object.assign(copy.canvas, { width, height })
  copy.drawImage(canvas, 0, 0)
  return new Uint32Array(copy.getImageData(0, 0, width, height).data.buffer)
}

/** @param {readonly Uint32Array[]} before @param {readonly Uint32Array[]} now */
function isSame(before, now) {
  return before.length === now.length && before.every((pixels, index) => isSamePicture(pixels, now[index] ?? pixels))
}

/** @param {Uint32Array} before @param {Uint32Array} now */
function isSamePicture(before, now) {
  return before.length === now.length && before.every((pixel, at) => pixel === now[at])
}

function stillAnimations() {
  return document.getAnimations().filter((animation) => !movesInLive(animation)).length
}
