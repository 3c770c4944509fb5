import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { loadFilm } from '../../src/farm/load-film.ts'
import { openStills } from '../../src/farm/render-still.ts'
import { parseFilm } from '../../src/film/parse-film.ts'
import { askBrowsers } from '../../src/regression/opinion/ask-browsers.ts'
import { findBrowser, findBrowsers } from '../../src/regression/opinion/find-browser.ts'
import { dataFolderAt } from '../../src/storage/data-folder.ts'
import { noSignal } from '../support/capture.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { thrownBy } from '../support/thrown-by.ts'

const nowhere = { firefox: '/nowhere/firefox', webkit: '/nowhere/pw_run.sh' }

afterEach(() => vi.unstubAllEnvs())

/** A photograph under a zoom, and some of its frames as the renderer draws them. */
async function drawnFilm(frames: readonly number[]) {
  const folder = await tempFolder()
  const photo = join(import.meta.dirname, '../../samples/photos/bridge.jpg')
  const scenes = [
    { image: photo, duration: 2, kenBurns: { preset: 'zoom-in' } },
    { image: photo, duration: 2, template: 'title-card', props: { title: 'The long way round' } },
  ]
  const film = parseFilm({ version: 1, output: { width: 640, height: 360, fps: 30 }, scenes }, folder)
  const dataFolder = dataFolderAt(join(folder, 'data'))
  const loaded = await loadFilm(film, { folder, dataFolder }, noSignal)
  onTestFinished(() => loaded[Symbol.asyncDispose]())
  await using stills = await openStills({ dataFolder })
  const asked = []
  for (const frame of frames) {
    const picture = join(folder, `${frame}.png`)
    await writeFile(picture, await stills.still({ film, at: frame, format: 'png' }, noSignal))
    asked.push({ pick: { name: `frame-${frame}`, frame, seconds: frame / 30, scene: frame < 60 ? 1 : 2, why: ['chosen'] as const }, picture })
  }
  return { film: loaded, frames: asked, folder: join(folder, 'report') }
}

describe('a second opinion', () => {
  it('shows the same frames in a full Chromium, and finds what differs from the film', async () => {
    const order = await drawnFilm([0, 45, 90])
    const wrong = order.frames[1]?.picture ?? ''
    await writeFile(
      wrong,
      await sharp(await readFile(wrong))
        .modulate({ brightness: 1.3 })
        .png()
        .toBuffer(),
    )
    const [opinion, none] = await askBrowsers({ ...order, browsers: await findBrowsers(['chromium']) }, noSignal)
    expect(none).toBeUndefined()
    expect(opinion).toMatchObject({ browser: 'chromium', title: expect.stringMatching(/^Chromium \d+\./), problem: null })
    expect(opinion?.frames.map(({ name, comparison }) => [name, comparison.outcome])).toEqual([
      ['frame-0', expect.stringMatching(/same|noise/)],
      ['frame-45', 'changed'],
      ['frame-90', expect.stringMatching(/same|noise/)],
    ])
    const [first, second] = opinion?.frames ?? []
    expect(first?.picture).toBe(join(order.folder, 'opinion/chromium/frame-0.png'))
    expect(await sharp(first?.picture).metadata()).toMatchObject({ format: 'png', width: 640, height: 360 })
    expect(await sharp(second?.difference ?? '').metadata()).toMatchObject({ format: 'png', width: 640, height: 360 })
  })

  it('says which browsers are not here and how to get them, and tells of one that does not start', async () => {
    const order = await drawnFilm([])
    const browsers = [
      { name: 'firefox', found: null },
      { name: 'webkit', found: null },
      { name: 'firefox', found: { path: '/bin/false', driver: 'released-firefox' } },
    ] as const
    const opinions = await askBrowsers({ ...order, browsers }, noSignal)
    expect(opinions.map(({ title, problem }) => [title, problem])).toEqual([
      ['Firefox', 'not found on this machine: install firefox or firefox-esr, or set FRAMEFARM_FIREFOX'],
      ['WebKit', expect.stringContaining('set FRAMEFARM_WEBKIT')],
      ['Firefox', expect.stringMatching(/^\/bin\/false did not start/)],
    ])
  })

  it('takes a Firefox as it is released, one of playwright, or the one that is named', async () => {
    const folder = await tempFolder()
    const released = join(folder, 'firefox-esr')
    await writeFile(released, '', { mode: 0o755 })
    vi.stubEnv('PATH', folder)
    expect(findBrowser('firefox', nowhere)).toEqual({ path: released, driver: 'released-firefox' })
    expect(findBrowser('firefox', { ...nowhere, firefox: process.execPath })).toEqual({ path: process.execPath, driver: 'firefox' })
    vi.stubEnv('FRAMEFARM_FIREFOX', released)
    expect(findBrowser('firefox', { ...nowhere, firefox: process.execPath })).toEqual({ path: released, driver: 'released-firefox' })
    vi.stubEnv('FRAMEFARM_WEBKIT', join(folder, 'absent'))
    expect(await thrownBy((async () => findBrowser('webkit', nowhere))())).toMatchObject({ code: 'TOOL_SETTING_WRONG' })
  })
})
