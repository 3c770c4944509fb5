import { PassThrough } from 'node:stream'
import { expect, it } from 'vitest'
import { countFrames } from '../../src/encoder/count-frames.ts'

it('counts every frame once, however the text is cut and whatever else it says', async () => {
  const stdout = new PassThrough()
  let frames = 0
  countFrames(stdout, () => frames++)
  for (const text of ['fram', 'e=3\nfps=0.0\ndup_frames=9\nframe=', ' 12\nprogress=continue\n', 'frame=12\nframe=15\nprogress=end\n']) {
    stdout.write(text)
  }
  stdout.end()
  await new Promise((resolve) => stdout.once('close', resolve))
  expect(frames).toBe(15)
})
