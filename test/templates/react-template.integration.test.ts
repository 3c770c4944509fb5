import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { noSignal, testSlot } from '../support/capture.ts'
import { filmSites } from '../support/film-sites.ts'
import { render } from '../support/render.ts'
import { tempFolder } from '../support/temp-folder.ts'

const sample = join(import.meta.dirname, '../../samples/react-template')
const size = { width: 320, height: 180 }

async function sampleFilm(): Promise<{ scenes: readonly { template: string; duration: number }[] }> {
  return JSON.parse(await readFile(join(sample, 'film.json'), 'utf8')) as { scenes: { template: string; duration: number }[] }
}

/** Pixels of the bars' own colour, e2a65c. */
async function barPixels(png: Buffer): Promise<number> {
  const data = await sharp(png).removeAlpha().raw().toBuffer()
  let count = 0
  for (let at = 0; at < data.length; at += 3) if ((data[at] ?? 0) > 200 && Math.abs((data[at + 2] ?? 0) - 0x5c) < 20) count++
  return count
}

describe('the template in React', () => {
  it('renders as it is committed, frame by frame, without React installed', async () => {
    const folder = await tempFolder()
    const { scenes } = await sampleFilm()
    const film = {
      version: 1,
      output: { ...size, fps: 10, quality: 'draft' },
      scenes: scenes.map((scene) => ({ ...scene, duration: 1, template: join(sample, scene.template) })),
    }
    const { writeFile } = await import('node:fs/promises')
    await writeFile(join(folder, 'film.json'), JSON.stringify(film))
    const { methods } = await render({ filmPath: join(folder, 'film.json'), dataPath: folder })
    expect(methods).toEqual([expect.objectContaining({ reason: expect.stringContaining('draws by script') as unknown })])
    expect(['stream', 'screenshot']).toContain(methods[0]?.method)
  })

  it('shows exactly the time that is asked for, forwards and back', async () => {
    const folder = await tempFolder()
    const { scenes } = await sampleFilm()
    const { sites } = await filmSites({ output: size, scenes: scenes.map((scene) => ({ ...scene, template: join(sample, scene.template) })) }, folder)
    await using slot = testSlot(folder, size)
    const page = await slot.page(noSignal)
    await page.open(sites[0] ?? { entry: '', files: new Map() }, noSignal)
    const frames = []
    for (const timeMs of [0, 1000, 3000, 1000, 0]) frames.push(await page.frameAt(timeMs, noSignal))
    const [start = 0, middle = 0, end = 0] = await Promise.all(frames.slice(0, 3).map(barPixels))
    expect(start).toBe(0)
    expect(middle).toBeGreaterThan(200)
    expect(end).toBeGreaterThan(middle * 1.3)
    expect(frames[3]?.equals(frames[1] ?? Buffer.alloc(0))).toBe(true)
    expect(frames[4]?.equals(frames[0] ?? Buffer.alloc(0))).toBe(true)
  })
})
