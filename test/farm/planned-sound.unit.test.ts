import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { soundHash, type PlannedSound } from '../../src/farm/planned-sound.ts'
import type { SoundFile } from '../../src/film/sound-mix.ts'
import { mixOf } from '../support/sounds.ts'
import { tempFolder } from '../support/temp-folder.ts'

async function fileWith(content: string): Promise<SoundFile> {
  const folder = await tempFolder()
  const path = join(folder, 'voice.wav')
  await writeFile(path, content)
  return { path, name: path, durationS: 1, channels: 1 }
}

function soundOf(file: SoundFile, wish: Partial<PlannedSound> = {}, startS = 0): PlannedSound {
  const clip = { file, startS, trimStartS: 0, lengthS: 1, volume: 1, fadeInS: 0, fadeOutS: 0 }
  const mix = mixOf({ durationS: 8, voices: [clip] })
  return { codec: 'aac', track: { channels: 2, sampleRate: 48_000 }, mix, window: null, durationS: 8, ...wish }
}

describe('soundHash', () => {
  it('is the same for the same sounds, wherever they lie', async () => {
    const [here, there] = [await fileWith('a voice'), await fileWith('a voice')]
    expect(await soundHash(soundOf(here), '7.1')).toBe(await soundHash(soundOf(there), '7.1'))
  })

  it('is another one for whatever changes the bytes', async () => {
    const file = await fileWith('a voice')
    const others = [
      await soundHash(soundOf(await fileWith('another voice')), '7.1'),
      await soundHash(soundOf(file, {}, 0.5), '7.1'),
      await soundHash(soundOf(file, { codec: 'opus' }), '7.1'),
      await soundHash(soundOf(file, { window: { fromS: 2, durationS: 3 } }), '7.1'),
      await soundHash(soundOf(file, { mix: null }), '7.1'),
      await soundHash(soundOf(file), '5.1.9'),
    ]
    expect(new Set([...others, await soundHash(soundOf(file), '7.1')]).size).toBe(others.length + 1)
  })

  it('says which sound has gone', async () => {
    const file = { ...(await fileWith('')), path: '/nowhere/voice.wav', name: 'voice.wav' }
    await expect(soundHash(soundOf(file), '7.1')).rejects.toMatchObject({
      code: 'ASSET_UNAVAILABLE',
      message: expect.stringContaining('voice.wav could not be read') as string,
    })
  })
})
