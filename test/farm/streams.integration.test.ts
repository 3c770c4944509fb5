import { afterEach, describe, expect, it, vi } from 'vitest'
import { findStreamChromium } from '../../src/browser/find-chromium.ts'
import { Streams } from '../../src/farm/streams.ts'
import { noSignal } from '../support/capture.ts'
import { renderCounterFilm } from '../support/counter-film.ts'
import { counterSize, readCounters } from '../support/frame-counter.ts'
import { tempFolder } from '../support/temp-folder.ts'

const output = { ...counterSize, fps: { num: 30, den: 1 }, quality: 'draft', codec: 'h264' } as const

afterEach(() => {
  vi.unstubAllEnvs()
})

describe('a page that draws by script', () => {
  it('is streamed by auto, which says why', async () => {
    const { path, methods } = await renderCounterFilm(await tempFolder(), { frames: 90, method: 'auto', slots: 2 })
    expect(methods).toEqual([{ scene: 0, method: 'stream', reason: 'the page draws by script' }])
    expect(await readCounters(path)).toEqual(Array.from({ length: 90 }, (_, frame) => frame))
  })

  it('is drawn by screenshots where streaming does not work, and those chunks are not taken for streamed ones', async () => {
    const folder = await tempFolder()
    const order = { frames: 90, method: 'auto', slots: 2, reuse: true } as const
    vi.stubEnv('FRAMEFARM_STREAM_CHROME', '/bin/true')
    const { path, methods } = await renderCounterFilm(folder, order)
    expect(methods).toEqual([
      {
        scene: 0,
        method: 'screenshot',
        reason: expect.stringMatching(/^the page draws by script; not by stream: Chromium \(\/bin\/true\) did not start/),
      },
    ])
    expect(await readCounters(path)).toHaveLength(90)
    vi.unstubAllEnvs()
    expect(await renderCounterFilm(folder, order)).toMatchObject({ reused: 0, methods: [{ method: 'stream' }] })
    expect(await renderCounterFilm(folder, order)).toMatchObject({ reused: 2, methods: [] })
  })

  it('needs no other browser for --method stream: the one for screenshots may be missing', async () => {
    vi.stubEnv('FRAMEFARM_STREAM_CHROME', findStreamChromium()?.path ?? '')
    vi.stubEnv('FRAMEFARM_CHROME', '/nowhere/chrome')
    const { path } = await renderCounterFilm(await tempFolder(), { frames: 30, method: 'stream', slots: 1 })
    expect(await readCounters(path)).toEqual(Array.from({ length: 30 }, (_, frame) => frame))
  })

  it('cannot be streamed by a browser that does not work: --method stream says so', async () => {
    vi.stubEnv('FRAMEFARM_STREAM_CHROME', '/bin/true')
    const rendering = renderCounterFilm(await tempFolder(), { frames: 30, method: 'stream', slots: 1 })
    await expect(rendering).rejects.toMatchObject({ code: 'CHROMIUM_START_FAILED', message: expect.stringContaining('(/bin/true) did not start') })
  })

  it('is told of a wrong setting at once', async () => {
    vi.stubEnv('FRAMEFARM_STREAM_CHROME', '/nowhere/chrome')
    const rendering = renderCounterFilm(await tempFolder(), { frames: 30, method: 'auto', slots: 1 })
    await expect(rendering).rejects.toMatchObject({ code: 'TOOL_SETTING_WRONG', message: expect.stringContaining('FRAMEFARM_STREAM_CHROME') })
  })
})

describe('streams without a full Chromium', () => {
  it('say what is missing and how to get it', async () => {
    await using streams = new Streams({ tool: null, slots: 1, output, workFolder: await tempFolder() })
    expect(await streams.fault(noSignal)).toMatchObject({ code: 'TOOL_MISSING', hint: expect.stringContaining('npm run setup') })
  })
})
