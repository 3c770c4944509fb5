import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { HeardSound } from '../../src/server/heard-sound.ts'
import { clipOf, mixOf } from '../support/sounds.ts'
import { sine, writeWave } from '../support/waves.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { thrownBy } from '../support/thrown-by.ts'

async function sound() {
  const path = await writeWave(join(await tempFolder(), 'voice.wav'), { seconds: 1, waves: [sine(440)] })
  return mixOf({ durationS: 1, voices: [await clipOf(path, { lengthS: 1 })] })
}

it('mixes the sound of a film once, for its path and its waves', async () => {
  const folder = await tempFolder()
  await using heard = new HeardSound(folder)
  const mix = await sound()
  const [path, waves] = await Promise.all([heard.path(mix), heard.waves(mix)])
  expect(await heard.path(mix)).toBe(path)
  expect(waves.voices).toHaveLength(1)
  expect(await readdir(folder)).toHaveLength(1)
})

it('begins nothing for who has asked before it was given back', async () => {
  const folder = await tempFolder()
  const heard = new HeardSound(folder)
  const refused = thrownBy(heard.waves(await sound()))
  await heard[Symbol.asyncDispose]()
  expect(await refused).toMatchObject({ code: 'CANCELLED' })
  expect(await readdir(folder)).toEqual([])
})
