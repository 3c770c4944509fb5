import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { childrenNamed } from '../support/children-named.ts'
import { frameHashes } from '../support/ffprobe.ts'
import { render } from '../support/render.ts'
import { writeSmallFilm } from '../support/small-film.ts'
import { tempFolder } from '../support/temp-folder.ts'

/** Of the films that are rendered without being interrupted, by method. */
const wholes = new Map<string, readonly string[]>()

async function wholeFrames(filmPath: string, dataPath: string, method: 'screenshot' | 'stream' | 'layers'): Promise<readonly string[]> {
  const whole = wholes.get(method) ?? (await frameHashes((await render({ filmPath, dataPath, method, reuse: false })).output))
  wholes.set(method, whole)
  return whole
}

describe('renderFilm', () => {
  it.each([
    ['Chromium', 'screenshot', /headless-shell (?!--type=).*--remote-debugging-pipe/],
    ['Chromium', 'stream', /^(?=.*--headless=new)(?!.*--type=).*--remote-debugging-pipe/],
    ['FFmpeg', 'screenshot', /ffmpeg.*image2pipe/],
    ['FFmpeg', 'layers', /ffmpeg.*rawvideo/],
  ] as const)('survives kill -9 of %s in the middle of %s: it costs a chunk and changes no frame', async (_name, method, pattern) => {
    const dataPath = await tempFolder()
    const filmPath = await writeSmallFilm(dataPath, { scenes: 2, seconds: 2, isSilent: true })
    const whole = await wholeFrames(filmPath, dataPath, method)
    const warnings: string[] = []
    let killed = 0
    const report = await render({
      filmPath,
      dataPath,
      method,
      reuse: false,
      listen: (event) => {
        if (event.type === 'warning') warnings.push(event.message)
        if (event.type !== 'frames' || event.done < 20 || killed > 0) return
        const [pid] = childrenNamed(pattern)
        if (pid === undefined) return
        killed = pid
        process.kill(pid, 'SIGKILL')
      },
    })
    expect(killed).toBeGreaterThan(0)
    expect(warnings).toEqual([expect.stringMatching(/^scene \d: .*trying chunk \d again/s)])
    expect(await frameHashes(report.output)).toEqual(whole)
  })

  it.each(['screenshot', 'stream', 'layers'] as const)(
    'stops %s within two seconds when it is cancelled, leaves nothing behind, and goes on later',
    async (method) => {
      const dataPath = await tempFolder()
      const filmPath = await writeSmallFilm(dataPath, { scenes: 4, seconds: 1, isSilent: true })
      const stopping = new AbortController()
      let cancelledAt = 0
      const rendering = render({
        filmPath,
        dataPath,
        slots: 1,
        method,
        signal: stopping.signal,
        listen: (event) => {
          if (event.type !== 'frames' || event.done < 70 || stopping.signal.aborted) return
          cancelledAt = performance.now()
          stopping.abort()
        },
      })
      await expect(rendering).rejects.toMatchObject({ code: 'CANCELLED', exitCode: 130 })
      expect(performance.now() - cancelledAt).toBeLessThan(2000)
      expect(childrenNamed(/chromium|ffmpeg/)).toEqual([])
      expect(await readdir(join(dataPath, 'work'))).toEqual([])
      expect((await readdir(dataPath)).filter((name) => name.includes('film.mp4'))).toEqual([])
      expect((await render({ filmPath, dataPath, method })).chunks.reused).toBeGreaterThanOrEqual(2)
    },
  )
})
