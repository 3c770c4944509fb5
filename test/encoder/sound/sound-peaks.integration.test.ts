import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { findFfmpeg } from '../../../src/encoder/find-ffmpeg.ts'
import { soundPeaks } from '../../../src/encoder/sound/sound-peaks.ts'
import { noSignal } from '../../support/capture.ts'
import { sine, writeWave } from '../../support/waves.ts'
import { tempFolder } from '../../support/temp-folder.ts'

it('the peaks of a sound are its loudest samples, part by part, of any span of it', async () => {
  const folder = await tempFolder()
  const loud = sine(440, 0.5)
  // Silent for a second, then loud on one side only.
  const path = await writeWave(join(folder, 'half.wav'), { seconds: 2, waves: [(timeS) => (timeS < 1 ? 0 : loud(timeS)), () => 0] })
  const file = { path, name: 'half.wav', durationS: 2, channels: 2 }
  const peaks = await soundPeaks(
    findFfmpeg(),
    [
      { file, startS: 0, lengthS: 2, count: 4 },
      { file, startS: 0.75, lengthS: 0.5, count: 2 },
      { file, startS: 1.5, lengthS: 1, count: 2 },
    ],
    { folder, signal: noSignal },
  )
  const half: unknown = expect.closeTo(0.5, 1)
  expect(peaks).toEqual([
    [expect.closeTo(0, 2), expect.closeTo(0, 1), half, half],
    [expect.closeTo(0, 1), half],
    [half, 0],
  ])
  expect(await readdir(folder)).toEqual(['half.wav'])
})
