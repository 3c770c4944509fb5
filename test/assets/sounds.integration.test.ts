import { execFile } from 'node:child_process'
import { copyFile, readFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { findFfmpeg } from '../../src/encoder/find-ffmpeg.ts'
import { probeSound } from '../../src/encoder/probe-sound.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { thrownBy } from '../support/thrown-by.ts'

const tools = findFfmpeg()
const { signal } = new AbortController()
/** What the film calls it, which is not where it lies. */
const name = 'https://host/voice/01.ogg'
const tone = ['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=44100:duration=2.5']
const picture = ['-f', 'lavfi', '-i', 'color=c=gray:s=64x48:r=10:d=4']

/** A file made by FFmpeg. */
async function media(fileName: string, args: readonly string[]): Promise<string> {
  const path = join(await tempFolder(), fileName)
  await promisify(execFile)(tools.ffmpeg, ['-v', 'error', ...args, `file:${path}`])
  return path
}

async function fileOf(content: string): Promise<string> {
  const path = join(await tempFolder(), 'voice.ogg')
  await writeFile(path, content)
  return path
}

describe('probeSound', () => {
  it.each<[string, string, readonly string[], number]>([
    ['WAV', 'voice.wav', tone, 0],
    ['MP3', 'voice.mp3', tone, 0.06],
    ['Ogg', 'voice.ogg', [...tone, '-c:a', 'libvorbis'], 0.01],
    ['Opus', 'voice.opus', [...tone, '-c:a', 'libopus'], 0.02],
    ['FLAC', 'voice.flac', tone, 0],
    ['AAC in MP4', 'voice.m4a', tone, 0.03],
    ['the sound of a film', 'film.mp4', [...picture, ...tone], 0.03],
    ['the sound of a Matroska film, which does not say how long its sound is', 'film.mkv', [...picture, ...tone], 1.6],
  ])('tells the length of %s', async (_kind, fileName, args, tolerance) => {
    const { durationS, channels } = await probeSound(tools, await media(fileName, args), name, signal)
    expect(Math.abs(durationS - 2.5)).toBeLessThanOrEqual(tolerance)
    expect(channels).toBe(1)
  })

  it('reads an MP3 with a cover picture', async () => {
    const withCover = [...tone, ...picture, '-map', '0:a', '-map', '1:v', '-frames:v', '1', '-c:v', 'mjpeg', '-disposition:v', 'attached_pic']
    const { durationS } = await probeSound(tools, await media('song.mp3', withCover), name, signal)
    expect(durationS).toBeCloseTo(2.5, 0)
  })

  it.each(["it's a voice.wav", '-i.wav', 'a:b.wav', '100%d.wav', 'übung.wav'])('reads a file named %s', async (fileName) => {
    const path = join(await tempFolder(), fileName)
    await copyFile(await media('voice.wav', tone), path)
    await expect(probeSound(tools, path, name, signal)).resolves.toMatchObject({ durationS: 2.5 })
  })

  it('says that a film without sound has none', async () => {
    const error = await thrownBy(probeSound(tools, await media('film.mp4', picture), name, signal))
    expect(error).toMatchObject({ code: 'ASSET_INVALID', message: `${name} has no sound in it` })
  })

  it.each([
    ['text', 'this is no sound\n'.repeat(100)],
    ['a web page', '<!doctype html><html><body>Please log in</body></html>'],
  ])('refuses %s by the name that the film has for it', async (_what, content) => {
    const path = await fileOf(content)
    const error = await thrownBy(probeSound(tools, path, name, signal))
    expect(error.code).toBe('ASSET_INVALID')
    expect(error.message).toMatch(/^https:\/\/host\/voice\/01\.ogg .../)
    expect(error.message).not.toContain(path)
    expect(error.message).not.toContain('\n')
  })

  it('says that an empty file is empty', async () => {
    await expect(probeSound(tools, await fileOf(''), name, signal)).rejects.toMatchObject({ message: `${name} is empty: the file has no bytes` })
  })

  it('refuses a WAV of which only the header has come', async () => {
    const path = await media('voice.wav', tone)
    await truncate(path, 44)
    const error = await thrownBy(probeSound(tools, path, name, signal))
    expect(error.code).toBe('ASSET_INVALID')
  })

  it('refuses a file that is not there', async () => {
    const error = await thrownBy(probeSound(tools, join(await tempFolder(), 'none.ogg'), name, signal))
    expect(error.code).toBe('ASSET_INVALID')
    expect(error.message).toContain('No such file')
  })

  it('tells the length of what there is of a WAV that was cut off', async () => {
    const path = await media('voice.wav', tone)
    await truncate(path, (await readFile(path)).length / 2)
    const { durationS } = await probeSound(tools, path, name, signal)
    expect(durationS).toBeCloseTo(1.25, 1)
  })

  it('ends as cancelled, not as a bad sound', async () => {
    const error = await thrownBy(probeSound(tools, await media('voice.wav', tone), name, AbortSignal.abort()))
    expect(error.code).toBe('CANCELLED')
  })
})
