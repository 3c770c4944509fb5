import { chmod, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { SlotOptions } from '../../../src/browser/capture-slot.ts'
import { findChromium, type FoundChromium } from '../../../src/browser/find-chromium.ts'
import { comparePictures } from '../../../src/regression/compare/compare-pictures.ts'
import { decodePng } from '../../../src/regression/picture/decode-picture.ts'
import type { Picture } from '../../../src/regression/picture/picture.ts'
import { parseFrameRules } from '../../../src/regression/rules/parse-frame-rules.ts'
import { rulesFor } from '../../../src/regression/rules/rules-for.ts'
import { noSignal, testSlot } from '../../support/capture.ts'
import { filmSites } from '../../support/film-sites.ts'
import { builtInsFilm } from '../../support/repeat-checks.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const root = join(import.meta.dirname, '../../..')
const rules = rulesFor(parseFrameRules({}, 'rules'), { scene: 1 })
/** Of each scene: its texts come in, stand, and move with the camera. */
const timesMs = [150, 300, 450, 600, 850, 1100]

type Way = { readonly chromium: FoundChromium; readonly capture: SlotOptions['capture'] }

/** Frames of every built-in template, drawn by a browser of their own, each as `framefarm frames check` draws it. */
async function drawnFrames({ chromium, capture }: Way): Promise<readonly Picture[]> {
  const folder = await tempFolder()
  const film = JSON.parse((await readFile(builtInsFilm, 'utf8')).replaceAll('../../../', `${root}/`)) as object
  const { sites, plan } = await filmSites(film, folder)
  const { width, height } = plan.output
  await using slot = testSlot(folder, { chromium, capture, width, height, wear: { frames: Infinity, memoryBytes: Infinity } })
  const page = await slot.page(noSignal)
  const pictures: Picture[] = []
  for (const site of sites) {
    await page.open(site, noSignal)
    for (const time of timesMs) pictures.push(await decodePng(await page.frameAt(time, noSignal)))
  }
  return pictures
}

/** The same Chromium, started with more flags. */
async function withFlags(chromium: FoundChromium, flags: readonly string[]): Promise<FoundChromium> {
  const path = join(await tempFolder(), 'flagged-headless-shell')
  await writeFile(path, `#!/bin/sh\nexec '${chromium.path}' "$@" ${flags.join(' ')}\n`)
  await chmod(path, 0o755)
  return { ...chromium, path }
}

const shell = findChromium()
const otherRasters = [
  '--default-tile-width=64',
  '--default-tile-height=64',
  '--num-raster-threads=4',
  '--disable-partial-raster',
  '--disable-lcd-text',
  '--disable-gpu-rasterization',
]

/** Another browser process each; what it does otherwise is in no renderer key. */
const ways: Readonly<Record<string, () => Promise<Way>>> = {
  'by the other way to capture': () => Promise.resolve({ chromium: shell, capture: 'capture-screenshot' }),
  'in smaller tiles, each whole, by more threads': async () => ({ chromium: await withFlags(shell, otherRasters), capture: 'begin-frame' }),
}

describe('frames with texts that Chromium draws again', () => {
  it.each(Object.entries(ways))('are no change %s', async (_name, way) => {
    const [before, now] = [await baselines(), await drawnFrames(await way())]
    const judged = before.map((picture, at) => comparePictures(picture, now[at] ?? picture, rules))
    expect(judged.filter(({ outcome }) => outcome === 'changed').map(({ findings }) => findings)).toEqual([])
    expect(judged.length).toBe(42)
  })
})

let drawn: Promise<readonly Picture[]> | undefined

function baselines(): Promise<readonly Picture[]> {
  drawn ??= drawnFrames({ chromium: shell, capture: 'begin-frame' })
  return drawn
}
