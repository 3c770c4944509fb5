import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { StreamPage } from '../../src/browser/stream-page.ts'
import { hashOfBytes } from '../../src/shared/hash.ts'
import { noSignal, testStreamSlot } from '../support/capture.ts'
import { fixtureSite } from '../support/fixture-site.ts'
import { counterSite, counterSize, readCounters } from '../support/frame-counter.ts'
import { rasterScenes } from '../support/raster-scenes.ts'
import { tempFolder } from '../support/temp-folder.ts'

const fps = 30
const rawOptions = ['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-video_size', `${counterSize.width}x${counterSize.height}`]

const timesOf = (frames: readonly number[]) => frames.map((frame) => (frame * 1000) / fps)

/** The numbers that the frames of these numbers show. */
async function countersOf(page: StreamPage, folder: string, frames: readonly number[]): Promise<readonly number[]> {
  const pictures: Buffer[] = []
  for await (const picture of page.framesAt(timesOf(frames), noSignal)) pictures.push(Buffer.from(picture))
  const path = join(folder, 'frames.yuv')
  await writeFile(path, Buffer.concat(pictures))
  return readCounters(path, rawOptions)
}

const lumaOf = (picture: Buffer, { width, height }: { width: number; height: number }) => picture[(height / 2) * width + width / 2] ?? -1

describe('a page that is streamed', () => {
  it('delivers exactly the frames that were asked for, also backwards and twice, over several chunks', async () => {
    const folder = await tempFolder()
    await using slot = await testStreamSlot(folder)
    const page = await slot.page(noSignal)
    await page.open(await counterSite({ fps, frames: 240 }), noSignal)
    const inOrder = Array.from({ length: 120 }, (_, frame) => frame)
    for (const frames of [inOrder, [100, 3, 239, 0, 0, 57], inOrder.map((frame) => 239 - frame)]) {
      expect(await countersOf(page, folder, frames)).toEqual(frames)
    }
  })

  it.each(rasterScenes)('shows a frame %s alone as after all those before it', async (_name, makeSite) => {
    await using slot = await testStreamSlot(await tempFolder(), { size: { width: 320, height: 180 } })
    const [page, site] = [await slot.page(noSignal), await makeSite()]
    const hashesOf = async (frames: readonly number[]) => {
      await page.open({ ...site }, noSignal)
      const hashes: string[] = []
      for await (const picture of page.framesAt(timesOf(frames), noSignal)) hashes.push(hashOfBytes(picture))
      return hashes
    }
    const all = await hashesOf(Array.from({ length: 25 }, (_, frame) => frame))
    for (const frame of [7, 18, 24]) expect((await hashesOf([frame]))[0], `frame ${frame}`).toBe(all[frame])
  })

  it('repeats the picture of a page on which nothing moves', async () => {
    await using slot = await testStreamSlot(await tempFolder())
    const page = await slot.page(noSignal)
    await page.open(await fixtureSite('still'), noSignal)
    const hashes = new Set<string>()
    for await (const picture of page.framesAt([0, 33, 66, 5000, 0], noSignal)) hashes.add(hashOfBytes(picture))
    expect(hashes.size).toBe(1)
  })

  it('shows each scene as its own, whatever was there before', async () => {
    await using slot = await testStreamSlot(await tempFolder())
    const page = await slot.page(noSignal)
    const [still, counter] = [await fixtureSite('still'), await counterSite({ fps, frames: 240 })]
    const hashes: string[] = []
    for (const site of [still, counter, still, counter]) {
      await page.open(site, noSignal)
      hashes.push(hashOfBytes(await page.frameAt(0, noSignal)))
    }
    expect(hashes.slice(2)).toEqual(hashes.slice(0, 2))
    expect(hashes[0]).not.toBe(hashes[1])
  })

  it.each([
    { width: 16, height: 16 },
    { width: 90, height: 160 },
    { width: 1366, height: 768 },
  ])('sees a window of exactly the frame, at $width x $height', async (size) => {
    await using slot = await testStreamSlot(await tempFolder(), { size })
    const page = await slot.page(noSignal)
    await page.open(await fixtureSite('fills-window', size, size), noSignal)
    const picture = await page.frameAt(0, noSignal)
    expect(picture).toHaveLength((size.width * size.height * 3) / 2)
    // White, with the last row and the last column of the page black.
    const at = (x: number, y: number) => (picture[y * size.width + x] ?? -1) > 127
    expect(lumaOf(picture, size)).toBe(235)
    const { width, height } = size
    expect([at(0, 0), at(width - 3, 0), at(width - 1, 0), at(0, height - 3), at(0, height - 1)]).toEqual([true, true, false, true, false])
  })

  it('is a page that is seen to itself, although another tab is in front of it', async () => {
    await using slot = await testStreamSlot(await tempFolder())
    const page = await slot.page(noSignal)
    await page.open(await fixtureSite('waits-for-drawing'), noSignal)
    for (const timeMs of [0, 500]) expect(lumaOf(await page.frameAt(timeMs, noSignal), counterSize)).toBe(235)
  })

  it('leaves no profile behind, and its memory does not grow', async () => {
    const folder = await tempFolder()
    await using slot = await testStreamSlot(folder)
    const page = await slot.page(noSignal)
    await page.open(await counterSite({ fps, frames: 240 }), noSignal)
    const frames = Array.from({ length: 150 }, (_, frame) => frame)
    const grownMegabytes = async () => {
      const before = process.memoryUsage().rss
      let bytes = 0
      for await (const { length } of page.framesAt(timesOf(frames), noSignal)) bytes += length
      expect(bytes).toBe(frames.length * counterSize.width * counterSize.height * 1.5)
      return (process.memoryUsage().rss - before) / 1e6
    }
    await grownMegabytes()
    expect(await grownMegabytes()).toBeLessThan(20)
    await slot.stop()
    expect(await readdir(folder)).toEqual([])
  })
})
