import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { renderScene } from '../../src/farm/render-scene.ts'
import { dataFolderAt } from '../../src/storage/data-folder.ts'
import { trustingPolicy } from '../../src/storage/fetch/asset-policy.ts'
import { noSignal } from '../support/capture.ts'
import { fakeGoogleStorage } from '../support/fake-google-storage.ts'
import { ffprobe } from '../support/ffprobe.ts'
import { servedFilm } from '../support/served-film.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { thrownBy } from '../support/thrown-by.ts'

afterEach(() => vi.unstubAllEnvs())

async function sceneOrder() {
  const { address } = await servedFilm(await tempFolder(), { scenes: 1 })
  const kenBurns = { startScale: 1, endScale: 1.2, startX: 0.5, startY: 0.5, endX: 0.4, endY: 0.5 }
  const output = { width: 320, height: 180, fps: 29.97 }
  return { sceneIndex: 7, imageUrl: `${address}/photo-0.jpg`, duration: 1, kenBurns, output, jobId: 'job_1', outputBucket: 'films' }
}

async function place(folder: string | null) {
  return { dataFolder: dataFolderAt(await tempFolder()), slots: 1, encoder: 'cpu' as const, policy: trustingPolicy, folder, listen: () => undefined }
}

describe('renderScene', () => {
  it('makes a film of one scene, where the job wants it', async () => {
    const folder = await tempFolder()
    const here = await place(folder)
    const scene = await renderScene(await sceneOrder(), here, noSignal)
    expect(scene).toEqual({ sceneVideoUrl: join(folder, 'job_1/scene-7.mp4'), duration: 1.001, processingTimeMs: expect.any(Number) })
    expect((await ffprobe(scene.sceneVideoUrl)).video).toMatchObject({ width: 320, height: 180, r_frame_rate: '30000/1001', nb_frames: '30' })
    expect(await readdir(here.dataFolder.work)).toEqual([])
  })

  it('uploads it to the bucket of the job', async () => {
    const { stored } = await fakeGoogleStorage()
    const scene = await renderScene(await sceneOrder(), await place(null), noSignal)
    expect(scene.sceneVideoUrl).toBe('gs://films/job_1/scene-7.mp4')
    const { bytes, contentType } = stored.get('films/job_1/scene-7.mp4') ?? {}
    expect(contentType).toBe('video/mp4')
    expect(bytes?.subarray(4, 8).toString()).toBe('ftyp')
  })

  it('tells faults where they are in the order', async () => {
    const order = await sceneOrder()
    const bad = { ...order, kenBurns: { startScale: 9 }, output: { ...order.output, fps: 12.5, width: 321 } }
    const here = await place(await tempFolder())
    const error = await thrownBy(renderScene(bad, here, noSignal))
    expect(error).toMatchObject({
      code: 'FILM_INVALID',
      faults: [{ pointer: '/output/width' }, { pointer: '/output/fps' }, { pointer: '/kenBurns/startScale' }],
    })
    const gone = await thrownBy(renderScene({ ...order, imageUrl: `${order.imageUrl}.gone` }, here, noSignal))
    expect(gone).toMatchObject({ code: 'FILM_INVALID', faults: [{ pointer: '/imageUrl', message: expect.stringContaining('404') }] })
  })
})
