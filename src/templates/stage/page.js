// The page of every scene, from the bottom: a background, the scene before while the transition from it lasts (the outgoing act),
// the scene's own template (the incoming act), and what lies over both.
import { defineScene } from '../runtime.js'
import { openAct, unpaint } from './acts.js'
import { drawCaptions } from './captions.js'
import { playTransition } from './transitions.js'
import { drawWatermark } from './watermark.js'

/**
 * @typedef {object} StageData the values of a stage; src/templates/scene-site.ts has the same type
 * @property {{ width: number, height: number }} output
 * @property {number} durationMs
 * @property {string} background
 * @property {import('./transitions.js').Transition | null} transition
 * @property {import('./watermark.js').Watermark | null} watermark
 * @property {import('./captions.js').StageCaptions | null} captions
 * @property {readonly import('./acts.js').ActData[]} acts
 */

/** What a film that keeps transparency has for a background. */
const transparent = '#00000000'

await defineScene(async (scene) => {
  const { background, transition, watermark, captions, acts } = /** @type {StageData} */ (/** @type {unknown} */ (scene))
  for (const name of ['--background', '--film-background']) document.documentElement.style.setProperty(name, background)
  const frames = await Promise.all(acts.map(openAct))
  if (background === transparent) frames.forEach(unpaint)
  if (transition) playTransition(transition, frames)
  if (watermark) drawWatermark(watermark)
  if (captions) drawCaptions(captions)
})
