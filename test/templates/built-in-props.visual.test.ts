import { describe, expect, it } from 'vitest'
import { loadTemplate } from '../../src/templates/load-template.ts'
import { parseManifest } from '../../src/templates/parse-manifest.ts'
import { builtIns, folderOfPictures } from '../support/built-in-scenes.ts'
import { noSignal } from '../support/capture.ts'
import { sharedPage } from '../support/shared-page.ts'
import { templateScene } from '../support/template-scene.ts'
import sharp from 'sharp'

const openShared = sharedPage()
const size = { width: 320, height: 180 }
/** Two times show the props that are times themselves. */
const timesMs = [1000, 1900]
/** A prop must change so many pixels by so much of 255: less is nothing that a viewer would see. */
const leastPixels = 12
const leastDifference = 24

async function pixelsOf(png: Buffer): Promise<Buffer> {
  return sharp(png).removeAlpha().raw().toBuffer()
}

function changedPixels(one: Buffer, other: Buffer): number {
  let changed = 0
  for (let at = 0; at < one.length; at += 3) {
    const difference = Math.max(...[0, 1, 2].map((channel) => Math.abs((one[at + channel] ?? 0) - (other[at + channel] ?? 0))))
    if (difference >= leastDifference) changed++
  }
  return changed
}

describe('every prop of a built-in template is to be seen', () => {
  it.each(builtIns.map((builtIn) => ({ name: builtIn.scene.template, ...builtIn })))('$name', async ({ scene, others }) => {
    const folder = await folderOfPictures()
    const template = await loadTemplate(scene.template)
    const parsed = parseManifest(String(template.files.get('template.json')))
    // A prop that is added to a template is added here as well.
    expect(Object.keys(others).toSorted()).toEqual('manifest' in parsed ? Object.keys(parsed.manifest.props.properties).toSorted() : [])
    const framesWith = async (props: Readonly<Record<string, unknown>>) => {
      const page = await openShared(await templateScene({ ...scene, props }, { folder, size }), size)
      const frames: Buffer[] = []
      for (const timeMs of timesMs) frames.push(await pixelsOf(await page.frameAt(timeMs, noSignal)))
      return frames
    }
    const plain = await framesWith(scene.props)
    for (const [prop, value] of Object.entries(others)) {
      const needed = companions[`${scene.template}.${prop}`]
      const before = needed ? await framesWith({ ...scene.props, ...needed }) : plain
      const after = await framesWith({ ...scene.props, ...needed, [prop]: value })
      const changed = before.map((frame, index) => changedPixels(frame, after[index] ?? frame))
      expect(Math.max(...changed), `pixels that ${prop} changes`).toBeGreaterThan(leastPixels)
    }
  })
})

/** Props that are only of use beside another one. */
const companions: Readonly<Record<string, object>> = {
  'end-card.accent': { link: 'example.com' },
  'quote.role': { author: 'Somebody' },
}
