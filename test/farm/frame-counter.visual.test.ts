import { describe, expect, it } from 'vitest'
import { ChunkStore } from '../../src/storage/chunk-store.ts'
import { ImageStore } from '../../src/assets/image-store.ts'
import { dataFolderAt } from '../../src/storage/data-folder.ts'
import { encoderProfiles } from '../../src/encoder/encoder-profiles.ts'
import { findFfmpeg } from '../../src/encoder/find-ffmpeg.ts'
import { joinChunks } from '../../src/encoder/join-chunks.ts'
import { FrameComposer } from '../../src/compositor/frame-composer.ts'
import { chooseMethod } from '../../src/farm/choose-method.ts'
import { renderChunk } from '../../src/farm/render-chunk.ts'
import { cutScene } from '../../src/plan/cut-chunks.ts'
import type { ScenePlan } from '../../src/plan/plan-scene.ts'
import { PhotoCache } from '../../src/farm/layer-rasters.ts'
import { noLabels } from '../support/no-labels.ts'
import { noSignal, testPool } from '../support/capture.ts'
import { counterSite, counterSize, readCounters } from '../support/frame-counter.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { renderCounterFilm } from '../support/counter-film.ts'

const frames = 240
const fps = { num: 30, den: 1 }
const output = { ...counterSize, fps, quality: 'draft', codec: 'h264' } as const

describe.each([7, 60, 240])('a film cut into chunks of %i frames', (most) => {
  it('shows every frame once and in order, as read from its pixels', async () => {
    const folder = await tempFolder()
    const profile = encoderProfiles.find(({ device }) => device === 'cpu')
    if (!profile) throw new Error('the table has no profile for the CPU')
    const site = await counterSite({ fps: 30, frames })
    const scene = { index: 0, range: { from: 0, to: frames } } as ScenePlan
    await using pool = testPool(1, folder, { format: { type: 'jpeg', quality: 80 } })
    const store = new ChunkStore(dataFolderAt(folder))
    await using composer = new FrameComposer()
    const tools = {
      composer,
      ffmpeg: findFfmpeg(),
      profile,
      output,
      pool,
      frameType: 'jpeg' as const,
      workFolder: folder,
      images: new ImageStore(dataFolderAt(folder), folder),
      signal: noSignal,
      onFrame: () => undefined,
    }
    const method = await chooseMethod(
      scene,
      { site, isBuiltIn: true },
      { ...tools, photographs: new PhotoCache(), method: 'auto', verify: false, listen: () => undefined },
    )
    expect(method.choice).toEqual({ method: 'screenshot', reason: 'the page draws by script' })
    const chunkPaths: string[] = []
    for (const [index, range] of cutScene(scene.range, most).entries()) {
      const chunk = { ...range, index, scene, hash: `chunk-${index}` }
      const path = await renderChunk(chunk, site, method, tools)
      chunkPaths.push(await store.add(chunk.hash, path, range.to - range.from))
    }
    const outputPath = `${folder}/film.mp4`
    await joinChunks(
      findFfmpeg(),
      { chunkPaths, listPath: `${folder}/list.txt`, soundPath: null, labels: noLabels(folder), ...output, container: 'mp4', outputPath },
      noSignal,
    )
    expect(await readCounters(outputPath)).toEqual(Array.from({ length: frames }, (_, frame) => frame))
  })
})

describe('a film of 900 frames', () => {
  const all = Array.from({ length: 900 }, (_, frame) => frame)

  it.each([
    ['stream', 1],
    ['stream', 2],
    ['stream', 3],
    ['screenshot', 1],
    ['screenshot', 2],
    ['screenshot', 3],
  ] as const)('shows every frame, drawn by %s in %i processes', async (method, slots) => {
    const film = await renderCounterFilm(await tempFolder(), { frames: 900, method, slots })
    expect(film.methods.map((scene) => scene.method)).toEqual([method])
    expect(await readCounters(film.path)).toEqual(all)
  })

  it.each([1, 2, 3])('shows every frame, its number a live layer, in %i processes', async (slots) => {
    const film = await renderCounterFilm(await tempFolder(), { frames: 900, method: 'auto', slots, template: 'live-counter' })
    expect(film.methods).toEqual([
      { scene: 0, method: 'layers', reason: 'all that moves in its page are layers, 1 of them drawn anew for each frame' },
    ])
    expect(await readCounters(film.path)).toEqual(all)
  })
})
