import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, truncate, utimes, writeFile } from 'node:fs/promises'
import { delimiter, dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { version } from '../../src/shared/version.ts'
import { editFilm } from '../support/edit-film.ts'
import { framefarm } from '../support/framefarm.ts'
import { canMount, smallDisk } from '../support/small-disk.ts'
import { writeSmallFilm } from '../support/small-film.ts'
import { tempFolder } from '../support/temp-folder.ts'

/** A Node on this machine that is older than the pinned one, as a user may have. */
function olderNode(): string | null {
  const paths = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'node'))
  const isOld = (path: string) => existsSync(path) && Number(/\d+/.exec(execFileSync(path, ['--version'], { encoding: 'utf8' }))?.[0]) < 24
  return paths.find(isOld) ?? null
}

const oldNode = olderNode()

describe('framefarm', () => {
  it('says its version', async () => {
    expect(await framefarm(['--version'])).toEqual({ code: 0, stdout: `${version()}\n`, stderr: '' })
  })

  it('removes what has outlived its use, and says before what that would be', async () => {
    const [data, common] = [await tempFolder(), await tempFolder()]
    const path = join(common, 'renders/rnd_1/film.mp4')
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, 'a film')
    const then = new Date(Date.now() - 31 * 86_400_000)
    await utimes(path, then, then)
    const env = { FRAMEFARM_DATA: data, FRAMEFARM_STORAGE: common }
    const removed = [{ store: common, kind: 'renders', count: 1, bytes: 6 }]
    const dry = await framefarm(['gc', '--dry-run', '--json'], { env })
    expect(JSON.parse(dry.stdout)).toEqual({ isDry: true, removed })
    expect(existsSync(path)).toBe(true)
    expect((await framefarm(['gc'], { env })).stdout).toMatch(/^This was removed:\n  renders +1 +0\.0 MB/)
    expect(existsSync(path)).toBe(false)
    expect(await framefarm(['gc'], { env })).toEqual({ code: 0, stdout: 'There is nothing to remove.\n', stderr: '' })
    const wrong = await framefarm(['gc'], { env: { ...env, FRAMEFARM_STORAGE: 's3://films' } })
    expect([wrong.code, wrong.stderr]).toEqual([5, expect.stringContaining('s3://films is no address of a store')])
  })

  it.each([
    [['render', 'film.json'], /--output/],
    [['rendr', 'film.json'], /render/],
    [['render', 'f.json', '-o', 'x.mp4', '--workers', '0'], /whole number from 1 to 64/],
    [['render', 'f.json', '-o', 'x.mp4', '--range', '20-10'], /must end after its start/],
    [['render', 'f.json', '-o', 'x.mp4', '--range', 'ten'], /seconds from and to, such as 10-20/],
    [['render', 'f.json', '-o', 'x.mp4', '--method', 'magic'], /Allowed choices are auto, layers, stream, screenshot/],
    [['render', 'f.json', '-o', 'x.mp4', '--encoder', 'tpu'], /Allowed choices are auto, gpu, cpu/],
  ])('refuses %j with exit code 2', async (args, message) => {
    const { code, stderr } = await framefarm(args)
    expect(code).toBe(2)
    expect(stderr).toMatch(message)
  })

  it.skipIf(oldNode === null)('runs on the pinned Node when it is started by an older one (skipped where the machine has none)', async () => {
    const { code, stdout } = await framefarm(['doctor', '--json'], { node: oldNode ?? '' })
    expect(code).toBe(0)
    expect((JSON.parse(stdout) as { node: string }).node).toMatch(/^v24\./)
  })
})

describe('framefarm doctor', () => {
  it('tells what there is, and that a film can be rendered', async () => {
    const { code, stdout } = await framefarm(['doctor', '--json'])
    const facts = JSON.parse(stdout)
    expect(code).toBe(0)
    expect(facts).toMatchObject({
      canRender: true,
      chromium: { version: expect.stringMatching(/^(Headless)?Chrome\/\d+/), gpu: { renderer: expect.any(String), isSoftware: expect.any(Boolean) } },
      stream: { version: expect.stringMatching(/Chrome\/\d+/), format: { pixels: expect.any(String), matrix: expect.any(String) } },
      ffmpeg: { version: expect.stringMatching(/\d/) },
      fonts: { families: expect.any(Number) },
    })
    const encoders = facts.encoders as { encoder: string; works: boolean; reason: string }[]
    expect(encoders.find(({ encoder }) => encoder === 'libx264')?.works).toBe(true)
    for (const { works, reason } of encoders) expect(works ? reason === 'works' : reason.length > 5).toBe(true)
    expect(facts.cores).toBeGreaterThan(0)
    expect(facts.memoryBytes).toBeGreaterThan(1e8)
  })

  it('says why frames cannot be streamed, and that a film can be rendered all the same', async () => {
    const { code, stdout } = await framefarm(['doctor'], { env: { FRAMEFARM_STREAM_CHROME: '/bin/true' } })
    expect(code).toBe(0)
    expect(stdout).toMatch(/✗ stream +does not work, slower screenshots instead: Chromium \(\/bin\/true\) did not start/)
  })

  it('ends with 5 and names the setting when the browser is not there', async () => {
    const { code, stdout } = await framefarm(['doctor'], { env: { FRAMEFARM_CHROME: '/nowhere/chrome' } })
    expect(code).toBe(5)
    expect(stdout).toMatch(/✗ chromium +FRAMEFARM_CHROME is \/nowhere\/chrome, which is not a program/)
  })
})

describe('framefarm validate', () => {
  it('says what a film is when it is good, and warns of what is doubtful', async () => {
    const folder = await tempFolder()
    const path = await writeSmallFilm(folder, { scenes: 1, seconds: 0.4 })
    const { code, stdout } = await framefarm(['validate', path])
    expect(code).toBe(0)
    expect(stdout).toContain('1 scene, 12 frames, 0:00')
    expect(stdout).toContain('warning: /scenes/0/voiceover: goes on 0.2 s after the end of the film')
  })

  it('lists every asset that cannot be used, with pointer and name, and ends with 3', async () => {
    const folder = await tempFolder()
    const path = await writeSmallFilm(folder, { scenes: 3 })
    await truncate(join(folder, 'photo-0.jpg'), 4000)
    await writeFile(join(folder, 'photo-1.jpg'), '')
    await writeFile(join(folder, 'voice.wav'), 'no sound')
    const { code, stdout } = await framefarm(['validate', path, '--json'])
    const { error } = JSON.parse(stdout) as { error: { code: string; faults: { pointer: string; message: string }[] } }
    expect(code).toBe(3)
    expect(error.code).toBe('FILM_INVALID')
    expect(error.faults.map(({ pointer }) => pointer).toSorted()).toEqual([
      '/scenes/0/image',
      '/scenes/0/voiceover/source',
      '/scenes/1/image',
      '/scenes/1/voiceover/source',
      '/scenes/2/voiceover/source',
    ])
    expect(error.faults.find(({ pointer }) => pointer === '/scenes/1/image')?.message).toBe('photo-1.jpg is empty (0 bytes)')
  })
})

describe('framefarm render', () => {
  it('prints a report that programs can read', async () => {
    const folder = await tempFolder()
    const output = join(folder, 'film.mp4')
    const { code, stdout, stderr } = await framefarm(
      ['render', await writeSmallFilm(folder), '-o', output, '--json', '--contact-sheet', join(folder, 'sheet.png')],
      { env: { FRAMEFARM_DATA: join(folder, 'data') } },
    )
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(JSON.parse(stdout)).toMatchObject({ output, frames: 60, durationS: 2, chunks: { total: 2, reused: 0 } })
    expect(existsSync(join(folder, 'sheet.png'))).toBe(true)
  })

  it('renders several files of a range, reports each, and ends with the code of the one that failed', async () => {
    const folder = await tempFolder()
    const path = await writeSmallFilm(folder, { isSilent: true })
    await editFilm(path, (film) => (film['outputs'] = [{ name: 'wide' }, { name: 'tall', width: 180, height: 320, poster: {} }]))
    // Nothing can be renamed onto a folder that is not empty.
    await mkdir(join(folder, 'out/film-wide.mp4/in-the-way'), { recursive: true })
    const args = ['render', path, '-o', join(folder, 'out/film.mp4'), '--range', '0.5-1', '--encoder', 'cpu']
    const env = { FRAMEFARM_DATA: join(folder, 'data') }
    const refused = await framefarm(args, { env })
    expect(refused).toMatchObject({ code: 7, stderr: expect.stringContaining('film-wide.mp4 is a folder') })
    await rm(join(folder, 'out'), { recursive: true })
    const { code, stdout } = await framefarm([...args, '--json'], { env })
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      outputs: [
        { name: 'wide', output: join(folder, 'out/film-wide.mp4'), frames: 15, durationS: 0.5, files: [] },
        { name: 'tall', output: join(folder, 'out/film-tall.mp4'), frames: 15, files: [{ kind: 'poster' }] },
      ],
    })
    // The second output's poster cannot be written; the first is delivered, and the summary tells of both.
    await rm(join(folder, 'out/film-tall.poster.jpg'))
    await mkdir(join(folder, 'out/film-tall.poster.jpg'))
    const half = await framefarm(args, { env })
    expect(half.code).toBe(7)
    expect(half.stdout).toMatch(/film +\S*film-wide\.mp4 {2}15 frames/)
    expect(half.stdout).toMatch(/output tall failed: \S*film-tall\.poster\.jpg is a folder/)
  })

  it.each([
    ['FFmpeg', { FRAMEFARM_FFMPEG: '/nowhere/ffmpeg' }, /FRAMEFARM_FFMPEG is \/nowhere\/ffmpeg/],
    ['Chromium', { FRAMEFARM_CHROME: '/nowhere/chrome' }, /FRAMEFARM_CHROME is \/nowhere\/chrome/],
    ['both', { PATH: '/nowhere', PUPPETEER_CACHE_DIR: '/nowhere' }, /no Chromium found|ffmpeg was not found/],
    ['a browser that is no browser', { FRAMEFARM_CHROME: '/bin/true' }, /Chromium \(\/bin\/true\) did not start/],
  ])('ends with 5 when %s is missing', async (_name, env, message) => {
    const folder = await tempFolder()
    const { code, stderr } = await framefarm(['render', await writeSmallFilm(folder), '-o', join(folder, 'film.mp4')], {
      env: { FRAMEFARM_DATA: join(folder, 'data'), ...env },
    })
    expect({ code, stderr }).toEqual({ code: 5, stderr: expect.stringMatching(message) })
    expect(stderr).not.toContain('    at ')
  })

  it('refuses a folder as its output with 7', async () => {
    const folder = await tempFolder()
    await mkdir(join(folder, 'film.mp4'))
    const { code, stderr } = await framefarm(['render', await writeSmallFilm(folder), '-o', join(folder, 'film.mp4')])
    expect({ code, stderr }).toEqual({ code: 7, stderr: expect.stringContaining('is a folder; give the name of a file') })
  })

  it('names the scene and the file of a truncated image, and leaves the film of before as it was', async () => {
    const folder = await tempFolder()
    const path = await writeSmallFilm(folder)
    const output = join(folder, 'film.mp4')
    await writeFile(output, 'the film of before')
    await truncate(join(folder, 'photo-1.jpg'), 6000)
    const { code, stderr } = await framefarm(['render', path, '-o', output], { env: { FRAMEFARM_DATA: join(folder, 'data') } })
    expect(code).toBe(4)
    expect(stderr).toMatch(/^framefarm: scene 2 \(photo-1\.jpg\): photo-1\.jpg is not an image that can be used: .*premature end/im)
    expect(await readFile(output, 'utf8')).toBe('the film of before')
    expect(await readdir(join(folder, 'data/work'))).toEqual([])
  })

  it.skipIf(!canMount()).each([
    ['its work', 'data', 'out'],
    ['the film', 'out', 'data'],
  ])(
    'says that the disk is full when %s does not fit, and leaves nothing on it (needs the right to mount a small disk)',
    async (_name, onSmallDisk) => {
      const folder = await tempFolder()
      const disk = await smallDisk()
      await writeFile(join(disk, 'filler'), Buffer.alloc(950_000))
      const path = await writeSmallFilm(folder, { scenes: 2, seconds: 2, width: 1280, height: 720, quality: 'high', isSilent: true })
      const place = (name: string) => join(name === onSmallDisk ? disk : folder, name)
      const { code, stderr } = await framefarm(['render', path, '-o', join(place('out'), 'film.mp4')], { env: { FRAMEFARM_DATA: place('data') } })
      expect({ code, stderr }).toEqual({ code: 7, stderr: expect.stringMatching(/no space left/i) })
      expect(await readdir(join(place('data'), 'work'))).toEqual([])
      expect(await readdir(place('out'))).toEqual([])
    },
  )
})
