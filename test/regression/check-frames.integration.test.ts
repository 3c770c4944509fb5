import { copyFile, mkdir, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { approveFrames } from '../../src/regression/approve-frames.ts'
import { framesProjects, statesOf, type FramesProject } from '../support/frames-project.ts'
import { canMount, smallDisk } from '../support/small-disk.ts'
import { thrownBy } from '../support/thrown-by.ts'
import { rewriteFilm } from '../support/titles-film.ts'

const newProject = framesProjects()

const usual = ['scene-01-first', 'scene-01-last', 'scene-01-middle', 'scene-01-to-02', 'scene-02-first', 'scene-02-last', 'scene-02-middle']
const all = (state: string) => Object.fromEntries(usual.map((name) => [name, state]))

/** A project whose baselines are captured. */
async function capturedProject(): Promise<FramesProject> {
  const project = await newProject()
  await project.capture()
  return project
}

/** Every baseline by its name, as bytes. */
async function bytesOf(project: FramesProject): Promise<Readonly<Record<string, string>>> {
  const folder = await project.baselines()
  const names = await readdir(folder)
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, (await readFile(join(folder, name))).toString('base64')] as const)))
}

describe('captureFrames', () => {
  it('draws the baselines of a film, lossless and opaque, and lets those be that are there', async () => {
    const project = await newProject()
    const { captured, rendererKey, folder } = await project.capture({ scenes: '1' })
    expect(captured).toEqual(['scene-01-first', 'scene-01-middle', 'scene-01-last'])
    expect(rendererKey).toMatch(/^chromium-\d+-\w+-\w+-software-screenshot$/)
    expect(await sharp(join(folder, 'scene-01-last.png')).metadata()).toMatchObject({ format: 'png', width: 320, height: 180, channels: 3 })
    const before = await bytesOf(project)
    await rewriteFilm(project.film, 'One', 'Another')
    const second = await project.capture()
    expect(second.kept).toEqual(captured)
    expect(second.captured.toSorted()).toEqual(usual.filter((name) => !captured.includes(name)))
    expect(await bytesOf(project)).toMatchObject(Object.fromEntries(captured.map((name) => [`${name}.png`, before[`${name}.png`]])))
    // What was kept is not taken for what the film looks like now.
    expect(statesOf(await project.check())).toMatchObject({ 'scene-01-middle': 'changed', 'scene-02-middle': 'same' })
  })

  it('writes nothing where it cannot write all', async () => {
    const project = await newProject()
    await writeFile(join(project.folder, '__frames__'), 'in the way')
    const error = await thrownBy(project.capture())
    expect(error).toMatchObject({ code: 'OUTPUT_UNWRITABLE', exitCode: 7, message: expect.stringContaining('__frames__') })
    expect(await readFile(join(project.folder, '__frames__'), 'utf8')).toBe('in the way')
  })

  it('draws a frame the same whichever others are drawn', async () => {
    const project = await capturedProject()
    const alone = await newProject()
    for (const scenes of ['2', '1']) await alone.capture({ scenes })
    const { 'manifest.json': _, ...together } = await bytesOf(project)
    expect(await bytesOf(alone)).toMatchObject(together)
  })
})

describe('checkFrames', () => {
  it('draws nothing where nothing has changed, and says so', async () => {
    const project = await capturedProject()
    // Of a check of an encoded film, which leaves its report in the same folder.
    await mkdir(join(project.report, 'film'), { recursive: true })
    await writeFile(join(project.report, 'film.html'), 'a report of a film')
    const check = await project.check()
    expect(await readdir(project.report)).toEqual(expect.arrayContaining(['film', 'film.html', 'index.html']))
    expect(check).toMatchObject({ isSkipped: true, method: 'screenshot', film: { name: 'film', width: 320, height: 180, fps: 30, frames: 30 } })
    expect(statesOf(check)).toEqual(all('same'))
  })

  it('finds each frame the same by its pixels where the film has changed in what is not seen', async () => {
    const project = await capturedProject()
    await rewriteFilm(project.film, '"version":1', '"version":1,"captions":{"language":"en"}')
    const first = await project.check()
    expect([first.isSkipped, statesOf(first)]).toEqual([false, all('same')])
    // Nothing was written beside the film; approving of it makes the next check quick again.
    expect((await project.check()).isSkipped).toBe(false)
    expect(await project.approve('all')).toMatchObject({ written: [], removed: [], open: [] })
    expect((await project.check()).isSkipped).toBe(true)
  })

  it('finds what has changed, and writes its picture and the difference into the report', async () => {
    const project = await capturedProject()
    const before = await bytesOf(project)
    await rewriteFilm(project.film, '#402030', '#204030')
    const check = await project.check()
    expect(statesOf(check)).toEqual({
      ...all('same'),
      'scene-01-to-02': 'changed',
      'scene-02-middle': 'changed',
      'scene-02-last': 'changed',
    })
    const changed = check.frames.find(({ pick }) => pick.name === 'scene-02-last')
    expect(changed).toMatchObject({
      actual: join(project.report, 'actual/scene-02-last.png'),
      difference: join(project.report, 'difference/scene-02-last.png'),
    })
    expect(changed?.verdict).toMatchObject({ comparison: { outcome: 'changed', measures: { differentShare: expect.any(Number) } } })
    for (const path of [changed?.actual, changed?.difference]) expect(await sharp(path ?? '').metadata()).toMatchObject({ width: 320, height: 180 })
    expect(await bytesOf(project)).toEqual(before)
  })

  it('looks at chosen frames alone, and at their baselines in every later check', async () => {
    const project = await capturedProject()
    expect(statesOf(await project.check({ at: '0.1,50%', ifNone: 'draw' }))).toEqual({ 'at-0.100s': 'new', 'at-50pct': 'new' })
    await project.capture({ at: '0.1' })
    expect(statesOf(await project.check())).toEqual({ ...all('same'), 'at-0.100s': 'same' })
    expect(statesOf(await project.check({ scenes: '2' }))).toEqual(Object.fromEntries(usual.slice(3).map((name) => [name, 'same'])))
  })

  it('follows the rules beside the film: other picks, and what is left out', async () => {
    const project = await newProject()
    const rules = { picks: { usual: false, at: [0.2, '100%'] }, masks: [{ x: 0, y: 0, width: 1, height: 1, why: 'all of it' }] }
    await writeFile(join(project.folder, 'film.frames.json'), JSON.stringify(rules))
    expect((await project.capture()).captured).toEqual(['at-0.200s', 'at-100pct'])
    await rewriteFilm(project.film, '#402030', '#204030')
    expect(statesOf(await project.check())).toEqual({ 'at-0.200s': 'same', 'at-100pct': 'same' })
    await rewriteFilm(join(project.folder, 'film.frames.json'), '0.2', '20')
    const late = await thrownBy(project.check())
    expect([late.code, late.message]).toEqual(['USAGE', 'the rules beside the film pick 20 s: the film has no frame there'])
  })

  it('says so where a caption begins at another frame of its scene, though each picture of it is the same', async () => {
    const project = await newProject()
    await rewriteFilm(project.film, '"duration":0.5', '"duration":0.5,"captions":[{"start":0.3,"end":0.45,"text":"Words"}]')
    await project.capture({ scenes: '1' })
    await rewriteFilm(project.film, '"start":0.3', '"start":0.333')
    const check = await project.check({ scenes: '1' })
    expect(statesOf(check)).toMatchObject({ 'scene-01-caption-01-start': 'changed', 'scene-01-middle': 'same' })
    const { verdict } = check.frames.find(({ pick }) => pick.name === 'scene-01-caption-01-start') ?? {}
    expect(verdict).toMatchObject({ comparison: { findings: [{ kind: 'late', text: 'the caption begins one frame later in its scene' }] } })
  })
})

describe('checkFrames, of a scene whose times have changed', () => {
  const image = join(import.meta.dirname, '../../samples/photos/bridge.jpg')

  /** What is said of each frame that has changed, where another scene or caption times are approved than are checked. */
  async function saidAfter(scene: object, change: object): Promise<Readonly<Record<string, readonly string[]>>> {
    const project = await newProject()
    const write = (scenes: readonly object[]) =>
      writeFile(project.film, JSON.stringify({ version: 1, output: { width: 320, height: 180, fps: 30 }, scenes }))
    const usualScene = { image, duration: 1, kenBurns: { startScale: 1, endScale: 1.3, easing: 'linear' }, ...scene }
    await write([usualScene])
    await project.capture()
    await write([{ ...usualScene, ...change }])
    const { frames } = await project.check()
    return Object.fromEntries(
      frames.flatMap(({ pick, verdict }) =>
        verdict.state === 'changed' ? [[pick.name, verdict.comparison.findings.map(({ text }) => text)] as const] : [],
      ),
    )
  }

  it('says that a frame is taken at another time, and nothing of how far the picture has moved since', async () => {
    const middle =
      'taken at another time of its scene than its baseline, at frame 22 instead of 14: the scene or its captions have other times, or it is another scene'
    const said = await saidAfter({}, { duration: 1.5 })
    expect(said['scene-01-middle']?.[0]).toBe(middle)
    expect(Object.values(said).flat().join()).not.toMatch(/moved|grown|sharpened|easing|comes \w+ frames?/)
  })

  it('says of a caption that begins later by how many frames, and that its frames are taken at another time', async () => {
    const captions = (start: number) => ({ captions: [{ start, end: 0.9, text: 'Words' }] })
    const said = await saidAfter(captions(0.2), captions(0.3))
    expect(said['scene-01-caption-01-start']?.slice(0, 2)).toEqual([
      'the caption begins 3 frames later in its scene',
      expect.stringMatching(/^taken at another time of its scene than its baseline, at frame 9 instead of 6: /),
    ])
    expect(Object.values(said).flat().join()).not.toMatch(/moved|grown|easing|the picture of the baseline comes/)
  })
})

describe('checkFrames, where it cannot compare', () => {
  it('says which baselines there are where there are none for this renderer, and draws nothing', async () => {
    const project = await newProject()
    const none = await thrownBy(project.check())
    expect(none).toMatchObject({ code: 'BASELINES_MISSING', exitCode: 8, hint: expect.stringContaining('framefarm frames capture') })
    expect(none.message).toMatch(/^film has no baselines for chromium-\d+-\S+-software-screenshot$/)
    await project.capture({ at: '0' })
    const folder = await project.baselines()
    await rename(folder, folder.replace(/chromium-\d+/, 'chromium-12'))
    const other = await thrownBy(project.check())
    expect(other.message).toMatch(/has no baselines for chromium-\d{3}\S*; it has some for chromium-12-\S+-software-screenshot$/)
    await rename(dirname(folder), join(project.folder, '__frames__/trailer'))
    const renamed = await thrownBy(project.check())
    expect(renamed.message).toBe(none.message)
    expect(renamed.hint).toContain('rename the folder of its baselines too, to __frames__/film: no film has __frames__/trailer')
    await expect(readdir(project.report)).rejects.toThrow('ENOENT')
  })

  it('says of a baseline that is broken, or of another size, what is wrong with it, and leaves it as it is', async () => {
    const project = await capturedProject()
    const folder = await project.baselines()
    await truncate(join(folder, 'scene-02-last.png'), 900)
    await writeFile(join(folder, 'scene-01-last.png'), 'no picture')
    await writeFile(join(folder, 'scene-02-first.png'), 'version https://git-lfs.github.com/spec/v1\noid sha256:12\nsize 34\n')
    await sharp({ create: { width: 64, height: 36, channels: 3, background: '#000' } }).toFile(join(folder, 'scene-01-middle.png'))
    const before = await bytesOf(project)
    const check = await project.check()
    expect(statesOf(check)).toEqual({
      ...all('same'),
      'scene-01-last': 'broken',
      'scene-01-middle': 'broken',
      'scene-02-first': 'broken',
      'scene-02-last': 'broken',
    })
    const problems = check.frames.flatMap(({ verdict }) => (verdict.state === 'broken' ? [verdict.problem] : []))
    expect(problems).toEqual([
      expect.stringMatching(/scene-01-middle\.png is 64 x 36, and the film 320 x 180: set the film's size back, or approve the frame$/),
      expect.stringMatching(/scene-01-last\.png is no PNG that can be read/),
      expect.stringMatching(/scene-02-first\.png is no PNG that can be read \(it is a pointer of Git LFS, whose file `git lfs pull` gets\)/),
      expect.stringMatching(/scene-02-last\.png is no PNG that can be read \(.*\): restore it, or approve the frame$/),
    ])
    expect(await bytesOf(project)).toEqual(before)
  })

  it('finds the same without a manifest, with a broken one, and with baselines that were coded anew', async () => {
    const project = await capturedProject()
    const folder = await project.baselines()
    const middle = join(folder, 'scene-01-middle.png')
    await writeFile(
      middle,
      await sharp(await readFile(middle))
        .png({ compressionLevel: 0, palette: false })
        .toBuffer(),
    )
    expect(statesOf(await project.check())).toEqual(all('same'))
    await writeFile(join(folder, 'manifest.json'), '{"version":1,')
    const broken = await project.check()
    expect(broken.warnings).toEqual([expect.stringMatching(/manifest\.json cannot be used \(.*\); every baseline was read anew$/)])
    expect(statesOf(broken)).toEqual(all('same'))
    await rm(join(folder, 'manifest.json'))
    expect(statesOf(await project.check())).toEqual(all('same'))
    await project.approve('all')
    expect((await project.check()).isSkipped).toBe(true)
  })

  it('says so where the film has become shorter, and which baselines nothing is compared with any more', async () => {
    const project = await capturedProject()
    await project.capture({ at: '0.9' })
    const film = JSON.parse(await readFile(project.film, 'utf8'))
    await writeFile(project.film, JSON.stringify({ ...film, scenes: film.scenes.slice(0, 1) }))
    const check = await project.check()
    expect(check.warnings).toEqual(['the film has 15 frames; it had 30 when its baselines were approved', 'the film has 1 scene; it had 2'])
    const gone = Object.fromEntries([...usual.slice(3), 'at-0.900s'].map((name) => [name, 'gone']))
    expect(statesOf(check)).toMatchObject({ 'scene-01-first': 'same', 'scene-01-last': 'same', ...gone })
    expect(await project.approve('all')).toMatchObject({ written: [], removed: expect.arrayContaining(['at-0.900s', 'scene-02-last']), open: [] })
    expect(await project.check()).toMatchObject({ isSkipped: true, film: { frames: 15 } })
  })

  it('refuses a report folder in which other files lie', async () => {
    const project = await capturedProject()
    await mkdir(project.report)
    await writeFile(join(project.report, 'thesis.txt'), 'years of work')
    const error = await thrownBy(project.check())
    expect([error.code, error.message]).toEqual(['OUTPUT_UNWRITABLE', `the folder ${project.report} holds other files, such as thesis.txt`])
    expect(await readdir(project.report)).toEqual(['thesis.txt'])
  })
})

describe('approveFrames', () => {
  it('makes baselines of the frames that are named, and of no others', async () => {
    const project = await capturedProject()
    const before = await bytesOf(project)
    await rewriteFilm(project.film, '#402030', '#204030')
    await project.check()
    const approved = await project.approve(['scene-02-last', 'scene-01-first'])
    expect(approved).toMatchObject({ written: ['scene-02-last'], removed: [], open: ['scene-01-to-02', 'scene-02-middle'] })
    const { 'scene-02-last.png': last, 'manifest.json': _, ...others } = await bytesOf(project)
    expect(last).not.toBe(before['scene-02-last.png'])
    expect(before).toMatchObject(others)
    expect(statesOf(await project.check())).toEqual({ ...all('same'), 'scene-01-to-02': 'changed', 'scene-02-middle': 'changed' })
    await project.approve('all')
    expect((await project.check()).isSkipped).toBe(true)
  })

  it('approves of nothing that nobody has seen: another film, a film that has changed since, pictures that have', async () => {
    const project = await capturedProject()
    expect(await thrownBy(project.approve('all'))).toMatchObject({ code: 'REPORT_WRONG', exitCode: 2 })
    await rewriteFilm(project.film, '#402030', '#204030')
    await project.check()
    const before = await bytesOf(project)
    const unknown = await thrownBy(project.approve(['scene-02-last', 'scene-09-last']))
    expect(unknown).toMatchObject({
      code: 'USAGE',
      message: 'the last check has no frame "scene-09-last"',
      hint: expect.stringContaining('scene-02-middle'),
    })
    await copyFile(join(project.report, 'actual/scene-01-to-02.png'), join(project.report, 'actual/scene-02-middle.png'))
    expect((await thrownBy(project.approve('all'))).message).toMatch(/scene-02-middle\.png is not the one that the check has drawn$/)
    await rewriteFilm(project.film, '#204030', '#205030')
    expect((await thrownBy(project.approve('all'))).message).toMatch(
      /^the film film, or a file that it names, is not as it was at the last check in /,
    )
    const other = join(project.folder, 'other.json')
    await copyFile(project.film, other)
    const wrong = await thrownBy(approveFrames({ filmPath: other, names: 'all', reportFolder: project.report }))
    expect(wrong.message).toMatch(/is of the film film, not of other$/)
    expect(await bytesOf(project)).toEqual(before)
  })

  it.runIf(canMount())('writes all baselines or none on a full disk (where a disk can be mounted)', async () => {
    const folder = await smallDisk()
    const project = await newProject({ folder })
    await project.capture()
    const before = await bytesOf(project)
    await rewriteFilm(project.film, '#402030', '#204030')
    await project.check()
    await writeFile(join(folder, 'filler'), Buffer.alloc(2_000_000)).catch(() => undefined)
    expect(await thrownBy(project.approve('all'))).toMatchObject({ code: 'DISK_FULL', exitCode: 7 })
    expect(await bytesOf(project)).toEqual(before)
  })
})
