// Draws a scene's captions: each line, each spoken word and each box behind one is a layer that is drawn once,
// shown and hidden by opacity in steps. Nothing of a caption is ever outside of the safe area.
import { blockOf, wordsOf } from './caption-block.js'
import { fitted } from './caption-fit.js'
import { layerOfBlock, layerOfBoxes } from './caption-layer.js'
import { pop, shown } from './caption-motion.js'

/**
 * @typedef {import('../stage-captions.ts').StageCaptions} StageCaptions
 * @typedef {import('../stage-captions.ts').StageCue} StageCue
 * @typedef {import('../stage-captions.ts').StageCaptionStyle} StageCaptionStyle
 * @typedef {import('./caption-fit.js').Placed} Placed
 */

/**
 * Puts the captions above all else in the page. Fonts must be loaded.
 * @param {StageCaptions} captions
 */
export function drawCaptions({ language, style, cues }) {
  for (const cue of cues) {
    const placed = fitted(blockOf(cue, style, language), style)
    const layers = style.highlight === null ? [wholeLayer(cue, placed)] : spokenLayers(cue, placed, style)
    document.body.append(...layers)
  }
}

/** @param {StageCue} cue @param {Placed} placed */
function wholeLayer(cue, placed) {
  return shown(layerOfBlock(placed, { plate: true, words: 'all', colour: null, hasShadow: true }), [[cue.startMs, cue.endMs]])
}

/**
 * From the bottom: the box behind the text, boxes behind the words, the words.
 * @param {StageCue} cue
 * @param {Placed} placed
 * @param {StageCaptionStyle} style
 */
function spokenLayers(cue, placed, style) {
  const { highlight } = style
  if (highlight === null) return []
  const { colour, box, scale, reveal } = highlight
  /** @type {[number, number]} */
  const whole = [cue.startMs, cue.endMs]
  const standsStill = scale === 1 && !reveal
  const plate = standsStill && box === null ? [] : [layerOfBlock(placed, { plate: true, words: 'none', colour: null, hasShadow: false })]
  const boxes = box === null ? [] : cue.words.map((word, index) => popped(layerOfBoxes(placed, index, box), word, highlight))
  const text = standsStill ? [layerOfBlock(placed, { plate: box === null, words: 'all', colour: null, hasShadow: true })] : []
  const words = wordsOf(placed.block).flatMap((_span, index) => {
    const word = cue.words[index]
    if (!word) return []
    if (standsStill && colour === null) return []
    const spoken = popped(layerOfBlock(placed, { plate: false, words: index, colour, hasShadow: !standsStill }), word, highlight)
    if (standsStill) return [spoken]
    const silent = layerOfBlock(placed, { plate: false, words: index, colour: null, hasShadow: true })
    const before = /** @type {[number, number]} */ ([cue.startMs, word.startMs])
    return [spoken, shown(silent, [...(reveal ? [] : [before]), [word.endMs, cue.endMs]])]
  })
  return [
    ...[...(style.box === null ? [] : plate)].map((layer) => shown(layer, [whole])),
    ...boxes,
    ...text.map((layer) => shown(layer, [whole])),
    ...words,
  ]
}

/**
 * @param {import('./caption-layer.js').Layer} layer
 * @param {{ startMs: number, endMs: number }} word
 * @param {{ scale: number, reveal: boolean }} highlight
 */
function popped(layer, word, { scale, reveal }) {
  if (scale > 1 || reveal) pop(layer, word, { scale, from: reveal ? 0.6 : 1 })
  return shown(layer, [[word.startMs, word.endMs]])
}
