import { describe, expect, it } from 'vitest'
import { ImageStore } from '../../src/assets/image-store.ts'
import { ChunkStore } from '../../src/storage/chunk-store.ts'
import { dataFolderAt } from '../../src/storage/data-folder.ts'
import { encoderProfiles } from '../../src/encoder/encoder-profiles.ts'
import { findFfmpeg } from '../../src/encoder/find-ffmpeg.ts'
import { joinChunks } from '../../src/encoder/join-chunks.ts'
import { renderChunk } from '../../src/farm/render-chunk.ts'
import { cutScene } from '../../src/plan/cut-chunks.ts'
import type { ScenePlan } from '../../src/plan/plan-film.ts'
import { noSignal, testSlot } from '../support/capture.ts'
import { counterSite, counterSize, readCounters } from '../support/frame-counter.ts'
import { tempFolder } from '../support/temp-folder.ts'

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
    await using slot = testSlot(folder, { format: { type: 'jpeg', quality: 80 } })
    const store = new ChunkStore(dataFolderAt(folder))
    const tools = {
      ffmpeg: findFfmpeg(),
      profile,
      output,
      method: 'auto' as const,
      frameType: 'jpeg' as const,
      images: new ImageStore(dataFolderAt(folder), folder),
      workFolder: folder,
      signal: noSignal,
      onFrame: () => undefined,
    }
    const chunkPaths: string[] = []
    for (const [index, range] of cutScene(scene.range, most).entries()) {
      const chunk = { ...range, index, scene, hash: `chunk-${index}` }
      const { path, method, reason } = await renderChunk(chunk, site, slot, tools)
      expect({ method, reason }).toEqual({ method: 'screenshot', reason: 'the page draws by script' })
      chunkPaths.push(await store.add(chunk.hash, path, range.to - range.from))
    }
    const outputPath = `${folder}/film.mp4`
    await joinChunks(findFfmpeg(), { chunkPaths, listPath: `${folder}/list.txt`, soundPath: null, fps, outputPath }, noSignal)
    expect(await readCounters(outputPath)).toEqual(Array.from({ length: frames }, (_, frame) => frame))
  })
})
