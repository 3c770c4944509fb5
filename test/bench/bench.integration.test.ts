import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { BenchResult } from '../../src/bench/report/bench-result.ts'
import { framefarm, saysOnStderr, startFramefarm } from '../support/framefarm.ts'
import { tempFolder } from '../support/temp-folder.ts'

const small = ['--size', '320x180', '--duration', '0.5', '--runs', '1']

describe('framefarm bench', () => {
  it('measures time, processor time and pictures, and writes them as JSON and as a page', async () => {
    const folder = await tempFolder()
    const args = ['bench', ...small, '--rows', 'layers,ffmpeg-zoompan', '--out', join(folder, 'out')]
    const { code, stdout, stderr } = await framefarm(args, { env: { FRAMEFARM_DATA: join(folder, 'data') } })
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('round 1 of 1: layers') })
    expect(stdout).toMatch(/^layers +\d/m)

    const result = JSON.parse(await readFile(join(folder, 'out/bench.json'), 'utf8')) as BenchResult
    const { rows, scene } = result.main
    expect(scene.frames).toBe(15)
    expect(rows.map(({ id, fault }) => [id, fault])).toEqual([
      ['encode-only', null],
      ['layers', null],
      ['ffmpeg-zoompan', null],
    ])
    for (const { id, runs, figures, picture } of rows) {
      if (figures === null || picture === null) throw new Error(`${id} has no figures`)
      expect(runs.map(({ round }) => round)).toEqual([0, 1])
      expect(figures.ratio.median).toBeCloseTo(figures.seconds.median / (rows[0]?.figures?.seconds.median ?? 0), 6)
      // A process tree that was lost would have next to nothing.
      if (process.platform === 'linux') expect(figures.cpuSeconds?.median).toBeGreaterThan(id === 'layers' ? 0.3 : 0)
      expect(figures.bytes).toBeGreaterThan(1000)
      expect(picture.psnrDb).toBeGreaterThan(15)
      expect(picture.ssim).toBeLessThan(1)
    }
    const pictureOf = (id: string) => rows.find((row) => row.id === id)?.picture
    for (const id of ['encode-only', 'layers']) {
      expect(pictureOf(id)?.errorPx).toBeLessThan(0.06)
      expect(pictureOf(id)?.psnrDb).toBeGreaterThan(27)
    }
    expect(pictureOf('ffmpeg-zoompan')?.errorPx).toBeGreaterThan(0.2)

    const page = await readFile(join(folder, 'out/bench.html'), 'utf8')
    expect(page.match(/<svg /g)).toHaveLength(5)
    expect(page.match(/<img src="data:image\/jpeg;base64,/g)).toHaveLength(3)
    expect(page).not.toMatch(/https?:|NaN|undefined|Infinity/)
    expect(await readdir(join(folder, 'data/work'))).toEqual([])
  })

  it('measures a scene with a live filter and script against its own page', async () => {
    const folder = await tempFolder()
    const args = ['bench', '--scene', 'live', ...small, '--rows', 'stream,screenshot', '--json', '--out', join(folder, 'out')]
    const { code, stdout, stderr } = await framefarm(args, { env: { FRAMEFARM_DATA: join(folder, 'data') } })
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('round 1 of 1: stream') })
    const { main } = JSON.parse(stdout) as BenchResult
    expect(main.rows.map(({ id, fault }) => [id, fault])).toEqual([
      ['encode-only', null],
      ['stream', null],
      ['screenshot', null],
    ])
    for (const { picture, figures } of main.rows) {
      expect(picture?.psnrDb).toBeGreaterThan(30)
      expect(picture?.ssim).toBeGreaterThan(0.93)
      expect(picture?.errorPx).toBeUndefined()
      expect(figures?.framePathSeconds?.median).toBeGreaterThan(0)
    }
    expect(await readdir(join(folder, 'data/work'))).toEqual([])
  })

  it('shows a row that cannot be had with the reason', async () => {
    const folder = await tempFolder()
    const env = { FRAMEFARM_DATA: join(folder, 'data'), FRAMEFARM_CHROME: '/nowhere/chrome' }
    const { code, stdout } = await framefarm(['bench', ...small, '--rows', 'layers', '--out', join(folder, 'out')], { env })
    expect(code).toBe(0)
    expect(stdout).toContain('Framefarm, layers: not available: FRAMEFARM_CHROME is /nowhere/chrome')
  })

  it.each([
    [['--rows', 'magic'], /the rows are encode-only, layers/],
    [['--scene', 'live', '--rows', 'zoompan'], /the rows are encode-only, layers, stream, screenshot, hyperframes/],
    [['--size', '321x180'], /each side even/],
  ])('refuses %j with exit code 2', async (args, message) => {
    const { code, stderr } = await framefarm(['bench', ...args])
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(message) })
  })

  it('stops on Ctrl+C with 130 and leaves nothing', async () => {
    const folder = await tempFolder()
    const running = startFramefarm(['bench', ...small, '--rows', 'screenshot', '--out', join(folder, 'out')], {
      env: { FRAMEFARM_DATA: join(folder, 'data') },
    })
    await saysOnStderr(running, /encode-only \d/)
    running.child.kill('SIGINT')
    expect((await running.ended).code).toBe(130)
    expect(await readdir(join(folder, 'data/work'))).toEqual([])
  })
})
