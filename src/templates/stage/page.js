// The page of every scene, from the bottom: a background, the scene before while the transition from it lasts (the outgoing act),
// the scene's own template (the incoming act), and what lies over both.
import { defineScene } from '../runtime.js'
import { openAct } from './acts.js'
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

await defineScene(async (scene) => {
  const { background, transition, watermark, captions, acts } = /** @type {StageData} */ (/** @type {unknown} */ (scene))
  for (const name of ['--background', '--film-background']) document.documentElement.style.setProperty(name, background)
  const frames = await Promise.all(acts.map(openAct))
  if (transition) playTransition(transition, frames)
  if (watermark) drawWatermark(watermark)
  if (captions) drawCaptions(captions)
})
