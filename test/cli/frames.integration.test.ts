import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { framefarm, type Ended } from '../support/framefarm.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { rewriteFilm, writeTitlesFilm } from '../support/titles-film.ts'

/** Runs commands on the frames of a film, from the film's folder, as a user would. */
async function newProject(name?: string): Promise<{ folder: string; film: string; frames: (command: string, ...args: string[]) => Promise<Ended> }> {
  const folder = await tempFolder()
  const film = await writeTitlesFilm(folder, {}, name)
  const path = `./${film.slice(folder.length + 1)}`
  const env = { FRAMEFARM_DATA: join(await tempFolder(), 'data') }
  return { folder, film, frames: (command, ...args) => framefarm(['frames', command, path, ...args], { cwd: folder, env }) }
}

describe('framefarm frames', () => {
  it('captures, checks and approves, with exit code 8 in between', async () => {
    const { folder, film, frames } = await newProject()
    const none = await frames('check')
    expect([none.code, none.stderr]).toEqual([
      8,
      expect.stringMatching(/^framefarm: film has no baselines for \S+\n {2}run `framefarm frames capture` here/),
    ])
    const captured = await frames('capture')
    expect([captured.code, captured.stdout]).toEqual([0, expect.stringMatching(/^7 baselines captured into __frames__\/film\/chromium-\S+$/m)])

    await rewriteFilm(film, '#402030', '#204030')
    const changed = await frames('check')
    expect(changed.code).toBe(8)
    expect(changed.stdout).toMatch(/^ {2}changed scene-02-last {4}frame 29, 0\.967 s: .*% of its pixels differ/m)
    expect(changed.stdout).toMatch(/^film: 7 frames, 4 same, 3 changed/m)
    expect(changed.stderr).toMatch(
      /^framefarm: 3 of 7 frames of \.\/film\.json are not as approved\n.*`framefarm frames approve \.\/film\.json --all`/m,
    )
    expect((await readdir(join(folder, 'frames-report'))).toSorted()).toEqual([
      'actual',
      'difference',
      'index.html',
      'junit.xml',
      'last-check.json',
      'report.json',
    ])

    expect(await frames('approve')).toMatchObject({ code: 2, stderr: expect.stringContaining('it is not said which frames are approved') })
    const one = await frames('approve', 'scene-02-last')
    expect([one.code, one.stdout]).toEqual([0, expect.stringContaining('not as approved still: scene-01-to-02, scene-02-middle')])
    expect(JSON.parse((await frames('approve', '--all', '--json')).stdout)).toMatchObject({
      written: ['scene-01-to-02', 'scene-02-middle'],
      open: [],
    })

    const same = await frames('check', '--json')
    expect([same.code, JSON.parse(same.stdout)]).toMatchObject([0, { isSkipped: true, method: 'screenshot', warnings: [] }])
    expect(JSON.parse(await readFile(join(folder, 'frames-report/report.json'), 'utf8'))).toMatchObject({ result: 'same', isSkipped: true })
  })

  it('answers by one object of JSON where frames differ, with the error in it', async () => {
    const { film, frames } = await newProject()
    await frames('capture', '--at', '0,100%')
    await rewriteFilm(film, '#402030', '#204030')
    const { code, stdout, stderr } = await frames('check', '--at', '0,100%', '--json')
    expect([code, stderr]).toEqual([8, ''])
    const { frames: checked, error } = JSON.parse(stdout)
    expect(checked.map(({ verdict }: { verdict: { state: string } }) => verdict.state)).toEqual(['same', 'changed'])
    expect(error).toMatchObject({ code: 'FRAMES_DIFFER', message: '1 of 2 frames of ./film.json is not as approved' })
  })

  it('keeps the frames of each film apart and beside it, whatever the film is called', async () => {
    const name = "-rf ~ 'con' $(x)\n..ü"
    const { folder, frames } = await newProject(name)
    await mkdir(join(folder, '__frames__'))
    expect((await frames('capture', '--at', '0')).code).toBe(0)
    const [own = '', ...others] = await readdir(join(folder, '__frames__'))
    expect([own, others]).toEqual([expect.stringMatching(/^[A-Za-z][A-Za-z0-9._-]*-[0-9a-f]{8}$/), []])
    expect((await frames('check', '--at', '0')).code).toBe(0)
  })

  it.each([
    [['capture', '--at', '9'], /--at 9 s: the film has no frame there\n {2}its first frame is at 0\.000 s, its last one at 0\.967 s/],
    [['capture', '--at', 'noon'], /--at has "noon", which is no time of a film/],
    [['capture', '--scenes', '7'], /--scenes 7: the film has no scene 7\n {2}it has 2 scenes/],
    [['capture', '--method', 'zoompan'], /Allowed choices are screenshot, layers, stream, auto/],
    [['check', '--opinion', 'netscape'], /It must be of chromium, firefox, webkit/],
    [['approve', '--all'], /frames-report holds no report of a check that was finished/],
  ])('refuses %j with exit code 2', async ([command = '', ...args], message) => {
    const { frames } = await newProject()
    const { code, stderr } = await frames(command, ...args)
    expect([code, stderr]).toEqual([2, expect.stringMatching(message)])
  })
})
