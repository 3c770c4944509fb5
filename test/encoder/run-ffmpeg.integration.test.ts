import { join } from 'node:path'
import { expect, it } from 'vitest'
import { findFfmpeg } from '../../src/encoder/find-ffmpeg.ts'
import { runFfmpeg } from '../../src/encoder/run-ffmpeg.ts'
import { noSignal } from '../support/capture.ts'
import { tempFolder } from '../support/temp-folder.ts'

it('runs jobs with a limit of memory and without one side by side, each as it was ordered', async () => {
  const [tools, folder] = [findFfmpeg(), await tempFolder()]
  const run = (index: number) => {
    const limit = index % 2 === 0 ? { maxMemoryBytes: 512e6 } : {}
    const sound = { from: 'sine=duration=0.01', options: ['-f', 'lavfi'] }
    const job = { what: `job ${index}`, inputs: [sound], outputOptions: ['-f', 'wav'], outputPath: join(folder, `${index}.wav`), ...limit }
    return runFfmpeg(tools, job, { signal: noSignal })
  }
  const ended = await Promise.allSettled(Array.from({ length: 8 }, (_none, index) => run(index)))
  expect(ended.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 'fulfilled'))
})
