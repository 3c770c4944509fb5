import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { findFfmpeg } from '../../src/encoder/find-ffmpeg.ts'
import { runFfmpeg } from '../../src/encoder/run-ffmpeg.ts'
import { noSignal } from '../support/capture.ts'
import { tempFolder } from '../support/temp-folder.ts'

// The first of all: what fluent-ffmpeg has asked once it does not ask again.
it('starts FFmpeg for the job alone, and not to ask what it knows', async () => {
  const [tools, folder] = [findFfmpeg(), await tempFolder()]
  const [program, started] = [join(folder, 'ffmpeg'), join(folder, 'started')]
  await writeFile(program, `#!/bin/sh\necho started >> '${started}'\nexec '${tools.ffmpeg}' "$@"\n`, { mode: 0o755 })
  const sound = { from: 'sine=duration=0.01', options: ['-f', 'lavfi'] }
  const job = { what: 'a tone', inputs: [sound], outputOptions: ['-f', 'wav'], outputPath: join(folder, 'tone.wav') }
  await runFfmpeg({ ...tools, ffmpeg: program }, job, { signal: noSignal })
  expect(await readFile(started, 'utf8')).toBe('started\n')
})

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

it('writes frames whose memory is used again once three others have been asked for, however many of them the pipe takes', async () => {
  const [tools, folder] = [findFfmpeg(), await tempFolder()]
  const [width, height, count] = [32, 16, 200]
  const ring = Array.from({ length: 4 }, () => Buffer.alloc(width * height))
  const frames = (async function* () {
    for (let frame = 0; frame < count; frame++) yield (ring[frame % 4] ?? Buffer.alloc(0)).fill(frame)
  })()
  const input = { from: frames, options: ['-f', 'rawvideo', '-pix_fmt', 'gray', '-video_size', `${width}x${height}`] }
  const outputPath = join(folder, 'frames.raw')
  await runFfmpeg(
    tools,
    { what: 'copying', inputs: [input], outputOptions: ['-f', 'rawvideo', '-fps_mode', 'passthrough'], outputPath },
    { signal: noSignal },
  )
  const written = await readFile(outputPath)
  const values = Array.from({ length: written.length / (width * height) }, (_, frame) => written[frame * width * height])
  expect(values).toEqual(Array.from({ length: count }, (_, frame) => frame))
})
