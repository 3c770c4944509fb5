import { existsSync } from 'node:fs'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ffprobe } from '../support/ffprobe.ts'
import { framefarm } from '../support/framefarm.ts'
import { writeSmallFilm } from '../support/small-film.ts'
import { decode, loudnessOf } from '../support/sounds.ts'
import { tempFolder } from '../support/temp-folder.ts'

/** There is neither a browser nor a photograph: the sound needs none. */
async function soundOnly(fileName: string, args: readonly string[] = []) {
  const folder = await tempFolder()
  const filmPath = await writeSmallFilm(folder)
  await Promise.all([rm(join(folder, 'photo-0.jpg')), rm(join(folder, 'photo-1.jpg'))])
  const env = { FRAMEFARM_DATA: join(folder, 'data'), FRAMEFARM_CHROME: '/nowhere/chrome' }
  const output = join(folder, fileName)
  const ended = await framefarm(['render', filmPath, '-o', output, ...args], { env })
  return { ...ended, folder, output, filmPath, env }
}

describe('framefarm render to a sound file', () => {
  it('writes the sound of the film as AAC, without a browser and without the photographs', async () => {
    const { code, stdout, output, folder } = await soundOnly('film.m4a')
    expect(code).toBe(0)
    expect(stdout).toMatch(/file {3}.*film\.m4a {2}0:02\n.*\n {2}sound {2}-1\d\.\d LUFS, true peak/)
    const { audio, video } = await ffprobe(output)
    expect(video).toBeUndefined()
    expect(audio).toMatchObject({ codec_name: 'aac', duration: '2.000000', sample_rate: '48000', channels: 2 })
    expect(await readdir(join(folder, 'data', 'work'))).toEqual([])
  })

  it('writes it as a WAV, exactly as long as the film, and says how loud it is to programs as well', async () => {
    const { code, stdout, stderr, output } = await soundOnly('film.WAV', ['--json'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const { channels, sampleRate } = await decode(output)
    expect({ sampleRate, samples: channels[0]?.length }).toEqual({ sampleRate: 48_000, samples: 96_000 })
    const report = JSON.parse(stdout) as { durationS: number; sound: { targetLufs: number; delivered: { integratedLufs: number } } }
    expect(report).toMatchObject({ output, durationS: 2, sound: { targetLufs: -14, limitedDb: 0 } })
    const { integratedLufs } = await loudnessOf(output)
    expect(Math.abs(report.sound.delivered.integratedLufs - integratedLufs)).toBeLessThan(0.15)
    expect(Math.abs(integratedLufs + 14)).toBeLessThanOrEqual(0.5)
  })

  it('writes the sound of a part of the film alone, as it is in the whole', async () => {
    const { output: whole, filmPath, env, folder } = await soundOnly('film.wav')
    const part = join(folder, 'part.wav')
    const { code, stdout } = await framefarm(['render', filmPath, '-o', part, '--range', '0.5-1.5'], { env })
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('part.wav  0:01') })
    const [before, after] = [await decode(whole), await decode(part)]
    expect(after.channels[0]).toEqual(before.channels[0]?.slice(24_000, 72_000))
  })

  it('lists every sound that is none with its pointer, and leaves no file', async () => {
    const { folder, filmPath, env, output } = await soundOnly('film.m4a')
    await rm(output)
    const film = JSON.parse(await readFile(filmPath, 'utf8'))
    film.music = { playlist: [{ source: 'music.wav' }, { source: 'film.json' }] }
    film.scenes[1].sounds = [{ source: 'none.wav' }, { source: 'voice.wav', trim: { start: 0.6 } }]
    await writeFile(filmPath, JSON.stringify(film))
    const { code, stdout } = await framefarm(['render', filmPath, '-o', output, '--json'], { env })
    const { error } = JSON.parse(stdout) as { error: { faults: { pointer: string; message: string }[] } }
    expect(code).toBe(3)
    expect(error.faults.map(({ pointer, message }) => [pointer, message.replace(/:.*/, '')])).toEqual([
      ['/scenes/1/sounds/0/source', 'none.wav could not be read'],
      ['/scenes/1/sounds/1/trim/start', 'leaves nothing of the sound'],
      ['/music/playlist/1/source', 'film.json is not a sound file that FFmpeg can read'],
    ])
    expect(existsSync(output)).toBe(false)
    expect((await readdir(folder)).filter((name) => name.includes('unfinished'))).toEqual([])
  })

  it('writes silence where nothing is heard, unless that is to have no sound; and refuses a contact sheet of sound', async () => {
    const { filmPath, env, output } = await soundOnly('film.wav')
    const sheet = await framefarm(['render', filmPath, '-o', output, '--contact-sheet', 'sheet.png'], { env })
    expect(sheet).toMatchObject({ code: 2, stderr: expect.stringContaining('no frames for --contact-sheet') as string })
    const film = JSON.parse(await readFile(filmPath, 'utf8'))
    delete film.music
    for (const scene of film.scenes) delete scene.voiceover
    await writeFile(filmPath, JSON.stringify(film))
    const { code, stdout } = await framefarm(['render', filmPath, '-o', output], { env })
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/ {2}sound {2}silence/) })
    const { channels } = await decode(output)
    expect(channels.map((samples) => [samples.length, samples.every((sample) => sample === 0)])).toEqual([
      [96_000, true],
      [96_000, true],
    ])
    film.sound = { whenSilent: 'none' }
    await writeFile(filmPath, JSON.stringify(film))
    const refused = await framefarm(['render', filmPath, '-o', output], { env })
    expect(refused).toMatchObject({ code: 3, stderr: expect.stringContaining('/sound/whenSilent: leaves no sound to render') as string })
  })
})
