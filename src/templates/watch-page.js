// What a page does of itself, which somebody who moves its layers would not see. In live layers it may do what it likes.
import { isLive, layersInOrder, movable, named } from './layer-rules.js'

/**
 * Counts changes of the document and of canvases, new animations, and requests to draw by script.
 * @returns {{ end: () => string | null }} what the page did, in words; null where it kept still
 */
export function watchPage() {
  let requests = 0
  /** @type {string | null} */
  let change = null
  const animations = stillAnimations()
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
  const end = () => {
    take(observer.takeRecords())
    observer.disconnect()
    globalThis.requestAnimationFrame = original
    const restyled = [...styles].find(([layer, style]) => !isLive(layer) && stillStyle(layer.getAttribute('style')) !== style)
    if (restyled) change ??= changed(restyled[0])
    if (requests > 0) return 'it asks for animation frames'
    if (change !== null) return change
    if (canvasPictures() !== pictures) return 'a canvas changes'
    return stillAnimations() === animations ? null : 'its animations change'
  }
  return { end }
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
  const canvases = [...document.querySelectorAll('canvas')].filter((canvas) => !isLive(canvas))
  return canvases.map((canvas) => canvas.toDataURL()).join()
}

function stillAnimations() {
  return document.getAnimations().filter(({ effect }) => !(effect instanceof KeyframeEffect && effect.target && isLive(effect.target))).length
}
