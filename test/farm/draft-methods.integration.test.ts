import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { childrenNamed } from '../support/children-named.ts'
import { ffprobe, frameHashes } from '../support/ffprobe.ts'
import { render } from '../support/render.ts'
import { writeSmallFilm } from '../support/small-film.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { thrownBy } from '../support/thrown-by.ts'

describe.each(['zoompan', 'crossfade'] as const)('renderFilm by %s', (method) => {
  it('makes a film with exactly the frames, length and colours that were asked for, without a browser, and says once that it is a draft', async () => {
    const dataPath = await tempFolder()
    const filmPath = await writeSmallFilm(dataPath, { fps: '30000/1001', scenes: 2, seconds: 3.1 })
    const told: number[] = []
    const warnings: string[] = []
    let browsers = 0
    const report = await render({
      filmPath,
      dataPath,
      method,
      listen: (event) => {
        if (event.type === 'warning') warnings.push(event.message)
        if (event.type !== 'frames') return
        told.push(event.done)
        browsers += childrenNamed(/headless-shell|chromium/).length
      },
    })
    const { video } = await ffprobe(report.output)
    expect(video).toMatchObject({ codec_name: 'h264', width: 320, height: 180, r_frame_rate: '30000/1001', nb_frames: '186', pix_fmt: 'yuv420p' })
    expect(video).toMatchObject({ color_space: 'bt709', color_primaries: 'bt709', color_transfer: 'bt709', color_range: 'tv', start_pts: 0 })
    expect(Number(video?.['duration'])).toBeCloseTo((186 * 1001) / 30000, 3)
    expect(new Set(await frameHashes(report.output)).size).toBeGreaterThan(150)
    expect(report.methods).toMatchObject([
      { scene: 0, method },
      { scene: 1, method },
    ])
    expect(warnings).toEqual([expect.stringContaining(`--method ${method} is draft quality`)])
    expect(told).toEqual(Array.from({ length: 187 }, (_, done) => done))
    expect(browsers).toBe(0)
  })

  it('survives kill -9 of FFmpeg: it costs a chunk and changes no frame', async () => {
    const dataPath = await tempFolder()
    // Large enough that FFmpeg still encodes when it has told of its first frames.
    const filmPath = await writeSmallFilm(dataPath, { scenes: 1, seconds: 2, width: 1280, height: 720, quality: 'standard', isSilent: true })
    const whole = await frameHashes((await render({ filmPath, dataPath, method, reuse: false })).output)
    const warnings: string[] = []
    let killed = 0
    const report = await render({
      filmPath,
      dataPath,
      method,
      slots: 1,
      reuse: false,
      listen: (event) => {
        if (event.type === 'warning' && !event.message.includes('draft quality')) warnings.push(event.message)
        if (event.type !== 'frames' || event.done === 0 || killed > 0) return
        const [pid] = childrenNamed(/ffmpeg.*(zoompan|xfade)/)
        if (pid === undefined) return
        killed = pid
        process.kill(pid, 'SIGKILL')
      },
    })
    expect(killed).toBeGreaterThan(0)
    expect(warnings).toEqual([expect.stringMatching(/^scene 1: .*trying chunk 1 again/s)])
    expect(await frameHashes(report.output)).toEqual(whole)
  })
})

it('a draft that is cancelled leaves no process and no still behind', async () => {
  const dataPath = await tempFolder()
  const filmPath = await writeSmallFilm(dataPath, { scenes: 2, seconds: 3, width: 1280, height: 720 })
  const stopping = new AbortController()
  const work = render({
    filmPath,
    dataPath,
    method: 'crossfade',
    signal: stopping.signal,
    listen: (event) => event.type === 'frames' && event.done > 0 && stopping.abort(),
  })
  expect(await thrownBy(work)).toMatchObject({ code: 'CANCELLED' })
  expect(childrenNamed(/ffmpeg/)).toEqual([])
  expect(await readdir(join(dataPath, 'work'))).toEqual([])
})
