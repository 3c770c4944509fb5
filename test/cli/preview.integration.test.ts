import { readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { framefarm, startFramefarm, type Running } from '../support/framefarm.ts'
import { serve } from '../support/loopback.ts'
import { writeSmallFilm } from '../support/small-film.ts'
import { tempFolder } from '../support/temp-folder.ts'

/** What the tool has said on standard output, once it says `text`. */
async function saysOnStdout({ child }: Running, text: RegExp): Promise<string> {
  let said = ''
  for await (const part of child.stdout ?? []) {
    said += String(part)
    if (text.test(said)) return said
  }
  throw new Error(`ended before it said ${text}: ${said}`)
}

describe('framefarm preview', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('says where the film can be seen, and ends with 0 on %s and leaves no file', async (signal) => {
    const path = await writeSmallFilm(await tempFolder())
    const running = startFramefarm(['preview', path, '--port', '0'])
    const said = await saysOnStdout(running, /http:\S+\n[^]*film\.json: 2 scenes, 60 frames|film\.json: 2 scenes, 60 frames[^]*http:\S+\n/)
    const url = /http:\S+/.exec(said)?.[0] ?? ''
    expect((await fetch(url)).status).toBe(200)
    running.child.kill(signal)
    expect((await running.ended).code).toBe(0)
    expect((await readdir(tmpdir())).filter((name) => name.startsWith('framefarm-preview-'))).toEqual([])
    await expect(fetch(url)).rejects.toThrow()
  })

  it('shows a film with faults in the browser all the same', async () => {
    const path = await writeSmallFilm(await tempFolder(), { width: 33 })
    const running = startFramefarm(['preview', path, '--port', '0'])
    expect(await saysOnStdout(running, /output\/width/)).toContain('film.json: the film has 1 fault\n  /output/width: is not allowed (is 33)')
    running.child.kill('SIGINT')
    expect((await running.ended).code).toBe(0)
  })

  it('prints one object for programs', async () => {
    const running = startFramefarm(['preview', await writeSmallFilm(await tempFolder()), '--port', '0', '--json'])
    expect(JSON.parse(await saysOnStdout(running, /\}/))).toEqual({ url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}\/$/) })
    running.child.kill('SIGINT')
    expect((await running.ended).code).toBe(0)
  })

  it('ends with 2 when its port is taken', async () => {
    const port = new URL(await serve((_request, response) => response.end())).port
    const { code, stderr } = await framefarm(['preview', await writeSmallFilm(await tempFolder()), '--port', port])
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: `framefarm: port ${port} is in use by another program\n  give another with --port, or --port 0 for any that is free\n`,
    })
  })

  it.each(['-1', '65536', 'eighty', '1.5', ''])('refuses %j as a port with 2', async (port) => {
    const { code, stderr } = await framefarm(['preview', 'film.json', `--port=${port}`])
    expect(code).toBe(2)
    expect(stderr).toMatch(/whole number from 0 to 65535/)
  })

  it('ends with 3 when there is no such film', async () => {
    const { code, stderr } = await framefarm(['preview', join(await tempFolder(), 'flim.json'), '--port', '0'])
    expect(code).toBe(3)
    expect(stderr).toMatch(/^framefarm: the film \S+flim\.json could not be read/)
  })
})
