import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ImageStore } from '../../src/assets/image-store.ts'
import { certain, chooseMethod } from '../../src/farm/choose-method.ts'
import type { RenderEvent } from '../../src/farm/render-events.ts'
import { openStreamTool } from '../../src/farm/stream-tool.ts'
import { Streams } from '../../src/farm/streams.ts'
import type { ScenePlan } from '../../src/plan/plan-scene.ts'
import { dataFolderAt } from '../../src/storage/data-folder.ts'
import { PhotoCache } from '../../src/farm/layer-rasters.ts'
import { noSignal, testPool } from '../support/capture.ts'
import { frameHashes } from '../support/ffprobe.ts'
import { childrenNamed } from '../support/children-named.ts'
import { ownTemplate, type OwnTemplate } from '../support/own-template.ts'
import { render } from '../support/render.ts'
import { tempFolder } from '../support/temp-folder.ts'

const size = { width: 320, height: 180 }
const output = { ...size, fps: { num: 30, den: 1 }, quality: 'draft', codec: 'h264' } as const

const card = {
  style: `.card { position: absolute; left: 10px; top: 20px; font: 40px sans-serif; animation: move 1s linear both; will-change: transform }
    @keyframes move { to { transform: translate(80px, 45px) } }`,
  body: '<div class="card" data-layer>Honest</div>',
}

/** Its layers keep still while they are looked at, and not when it is captured: it counts how often its clock is set. */
const lying = `
  const { seek } = framefarm
  let times = 0
  framefarm.seek = async (ms) => { await seek(ms); if (++times > 33) document.querySelector('.card').textContent = 'Lying' }`

type Trust = { readonly isBuiltIn: boolean; readonly verify: boolean }

async function choose(page: OwnTemplate, { isBuiltIn, verify }: Trust, streams?: Streams) {
  const folder = await tempFolder()
  const site = await ownTemplate(page, { folder, size })
  await using pool = testPool(1, folder, size)
  const warnings: string[] = []
  const listen = (event: RenderEvent) => {
    if (event.type === 'warning') warnings.push(event.message)
  }
  const scene = { index: 2, range: { from: 0, to: 30 } } as ScenePlan
  const images = new ImageStore(dataFolderAt(folder), folder)
  const needs = { pool, photographs: new PhotoCache(), images, workFolder: folder, method: 'auto', output, verify, listen, signal: noSignal } as const
  const { choice } = await certain(await chooseMethod(scene, { site, isBuiltIn }, { ...needs, ...(streams ? { streams } : {}) }))
  return { choice, warnings, shells: childrenNamed(/headless-shell (?!--type=).*--remote-debugging-pipe/).length }
}

/** A film of one scene of a second, drawn by a user's own template. */
async function filmOf(page: OwnTemplate): Promise<string> {
  const folder = await tempFolder()
  await ownTemplate(page, { folder, size })
  const manifest = { name: 'users-own', description: 'x', image: 'optional', camera: false }
  await writeFile(join(folder, 'users-own/template.json'), JSON.stringify(manifest))
  const filmPath = join(folder, 'film.json')
  const scenes = [{ template: './users-own', image: join(import.meta.dirname, '../../samples/photos/brook.jpg'), duration: 1 }]
  await writeFile(filmPath, JSON.stringify({ version: 1, output: { ...size, quality: 'draft' }, scenes }))
  return filmPath
}

describe('a film of a page that lies', () => {
  it('has no frame of the layers that were drawn before it was found out', async () => {
    const dataPath = await tempFolder()
    const counts: number[] = []
    const warnings: string[] = []
    const listen = (event: RenderEvent) => {
      if (event.type === 'frames') counts.push(event.done)
      if (event.type === 'warning') warnings.push(event.message)
    }
    const report = await render({ filmPath: await filmOf({ ...card, script: lying }), dataPath, listen })
    expect(report.methods).toEqual([
      { scene: 0, method: 'stream', reason: expect.stringMatching(/^its layers are not what the page shows/) as string },
    ])
    expect(warnings).toEqual([expect.stringMatching(/^scene 1: its layers are not what the page shows/)])
    // Counted once all the same.
    expect([Math.max(...counts), counts.at(-1)]).toEqual([30, 30])
    expect(await frameHashes(report.output)).toHaveLength(30)
    // What is kept is found again, and what was thrown away is not.
    expect((await render({ filmPath: await filmOf({ ...card, script: lying }), dataPath })).methods).toEqual([])
  })
})

describe('layers are held against pictures of the page', () => {
  it('a page that is true is drawn by layers', async () => {
    expect(await choose(card, { isBuiltIn: false, verify: true })).toMatchObject({ choice: { method: 'layers' }, warnings: [] })
  })

  it.each([
    ["in a user's own template, always", { isBuiltIn: false, verify: false }],
    ['in any template with --verify', { isBuiltIn: true, verify: true }],
  ])('a page that lies is drawn by screenshots, with a warning: %s', async (_name, trust) => {
    const { choice, warnings } = await choose({ ...card, script: lying }, trust)
    expect(choice).toEqual({
      method: 'screenshot',
      reason: expect.stringMatching(/^its layers are not what the page shows: at 0\.[059]\d* s they differ .* by \d+ of 255$/),
    })
    expect(warnings).toEqual([
      expect.stringMatching(/^scene 3: its layers are not what the page shows: .*; each of its frames is drawn by Chromium$/),
    ])
  })
  it('a page that lies is streamed where that can be done, and the browser that looked at it is stopped', async () => {
    await using streams = new Streams({ tool: await openStreamTool(), slots: 1, output, workFolder: await tempFolder() })
    const { choice, shells } = await choose({ ...card, script: lying }, { isBuiltIn: false, verify: false }, streams)
    expect({ method: choice.method, shells }).toEqual({ method: 'stream', shells: 0 })
    // A control: without a stream the same browser goes on.
    expect((await choose({ ...card, script: lying }, { isBuiltIn: false, verify: false })).shells).toBe(1)
  })
})
