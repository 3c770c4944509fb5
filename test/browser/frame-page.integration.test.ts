import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import type { AddressInfo } from 'node:net'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { planCamera } from '../../src/plan/camera.ts'
import { hashOfBytes } from '../../src/shared/hash.ts'
import { processGroup } from '../../src/shared/process-tree.ts'
import type { CaptureSlot } from '../../src/browser/capture-slot.ts'
import { loadTemplate } from '../../src/templates/load-template.ts'
import { sceneSite } from '../../src/templates/scene-site.ts'
import type { Site } from '../../src/templates/site.ts'
import { noSignal, testSlot } from '../support/capture.ts'
import { counterSite, readCounters } from '../support/frame-counter.ts'
import { tempFolder } from '../support/temp-folder.ts'

const fps = 30

async function site(template: string, props: Record<string, unknown> = {}): Promise<Site> {
  const loaded = await loadTemplate(template, join(import.meta.dirname, '../fixtures/templates'))
  return sceneSite(loaded, { props, output: { width: 320, height: 64 }, durationMs: 8000 }, new Map())
}

const photoFrame = { width: 480, height: 270 }

/** A sample photograph under a slow zoom. */
async function photoSite(folder: string): Promise<Site> {
  const path = join(folder, 'photo.jpg')
  const size = { width: 576, height: 324 }
  await sharp(join(import.meta.dirname, '../../samples/photos/brook.jpg'))
    .resize(size)
    .toFile(path)
  const { camera } = planCamera(size, photoFrame, { kenBurns: null, preset: 'zoom-in' })
  const data = { props: { image: '/assets/photo.jpg', camera }, output: photoFrame, durationMs: 8000 }
  return sceneSite(await loadTemplate('ken-burns'), data, new Map([['photo.jpg', () => Promise.resolve(path)]]))
}

/** kill -9 of the browser process itself, not of the shell script that may have started it. */
function killBrowser(slot: CaptureSlot): void {
  const [browser] = processGroup(slot.group ?? 0).filter(
    ({ command }) => command.includes('--remote-debugging-pipe') && !command.startsWith('/bin/sh'),
  )
  process.kill(browser?.pid ?? 0, 'SIGKILL')
}

describe.each(['begin-frame', 'capture-screenshot'] as const)('a page captured by %s', (capture) => {
  it('delivers exactly the frame that was asked for, 240 times out of 240', async () => {
    const folder = await tempFolder()
    await using slot = testSlot(folder, { capture, format: { type: 'jpeg', quality: 90 } })
    const page = await slot.page(noSignal)
    await page.open(await counterSite({ fps, frames: 240 }), noSignal)
    const pictures: Buffer[] = []
    for (let frame = 0; frame < 240; frame++) pictures.push(await page.frameAt((frame * 1000) / fps, noSignal))
    const path = join(folder, 'frames.mjpeg')
    await writeFile(path, Buffer.concat(pictures))
    expect(await readCounters(path, ['-f', 'mjpeg'])).toEqual(Array.from({ length: 240 }, (_, frame) => frame))
  })

  it('delivers frames in any order, also backwards', async () => {
    const folder = await tempFolder()
    await using slot = testSlot(folder, { capture })
    const page = await slot.page(noSignal)
    await page.open(await counterSite({ fps, frames: 240 }), noSignal)
    const asked = [100, 3, 239, 0, 0, 57]
    const path = join(folder, 'frames.png')
    const seen: (number | undefined)[] = []
    for (const frame of asked) {
      await writeFile(path, await page.frameAt((frame * 1000) / fps, noSignal))
      seen.push((await readCounters(path))[0])
    }
    expect(seen).toEqual(asked)
  })

  it('repeats the picture of a page on which nothing moves', async () => {
    await using slot = testSlot(await tempFolder(), { capture })
    const page = await slot.page(noSignal)
    await page.open(await site('still'), noSignal)
    const first = await page.frameAt(0, noSignal)
    for (const timeMs of [33, 66, 5000]) expect((await page.frameAt(timeMs, noSignal)).equals(first)).toBe(true)
  })
})

describe('a page', () => {
  it.each([
    ['throws-on-load', /the template is broken/],
    ['asks-for-missing-file', /asked for .*nowhere\.css, which it does not have/],
  ])('%s is refused with its own error', async (template, message) => {
    await using slot = testSlot(await tempFolder())
    const page = await slot.page(noSignal)
    await expect(page.open(await site(template), noSignal)).rejects.toMatchObject({
      code: 'TEMPLATE_FAILED',
      message: expect.stringMatching(message),
    })
  })

  it('that never becomes ready counts as stuck, and the message names the setting', async () => {
    await using slot = testSlot(await tempFolder(), { liveness: { firstFrameMs: 1500, frameMs: 5000 } })
    const page = await slot.page(noSignal)
    await expect(page.open(await site('never-ready'), noSignal)).rejects.toMatchObject({
      code: 'CHROMIUM_STUCK',
      hint: expect.stringContaining('FRAMEFARM_FIRST_FRAME_TIMEOUT_MS'),
    })
  })

  it('that hangs in a frame counts as stuck, and its Chromium can still be stopped', async () => {
    await using slot = testSlot(await tempFolder(), { liveness: { firstFrameMs: 20_000, frameMs: 1000 } })
    const page = await slot.page(noSignal)
    await page.open(await site('hangs-at-frame-5'), noSignal)
    await page.frameAt(133, noSignal)
    await expect(page.frameAt(200, noSignal)).rejects.toMatchObject({ code: 'CHROMIUM_STUCK', retryable: true })
  })

  it('whose Chromium is killed says so, and the slot starts another', async () => {
    await using slot = testSlot(await tempFolder())
    const page = await slot.page(noSignal)
    const counter = await counterSite({ fps, frames: 240 })
    await page.open(counter, noSignal)
    killBrowser(slot)
    // The signal takes a moment to arrive; a frame or two may still come through.
    const untilItFails = async () => {
      for (;;) await page.frameAt(0, noSignal)
    }
    await expect(untilItFails()).rejects.toMatchObject({ code: 'CHROMIUM_CRASHED', retryable: true })
    const next = await slot.page(noSignal)
    await next.open(counter, noSignal)
    await next.frameAt(0, noSignal)
    expect(slot.starts).toBe(2)
  })

  it('leaves no Chromium behind, even when the script that started it was killed', async () => {
    const slot = testSlot(await tempFolder())
    await slot.page(noSignal)
    const group = slot.group ?? 0
    process.kill(group, 'SIGKILL')
    await slot.stop()
    expect(processGroup(group)).toEqual([])
  })

  it('whose renderer is killed says so at once', async () => {
    await using slot = testSlot(await tempFolder())
    const page = await slot.page(noSignal)
    await page.open(await counterSite({ fps, frames: 240 }), noSignal)
    for (const { pid } of processGroup(slot.group ?? 0).filter(({ command }) => command.includes('--type=renderer'))) process.kill(pid, 'SIGKILL')
    const untilItFails = async () => {
      for (;;) await page.frameAt(0, noSignal)
    }
    const startedMs = performance.now()
    await expect(untilItFails()).rejects.toMatchObject({ code: 'CHROMIUM_CRASHED' })
    // Not by the limit for a frame, which is 5 s here.
    expect(performance.now() - startedMs).toBeLessThan(4000)
  })

  it('reaches nothing outside its own site', async () => {
    const heard: string[] = []
    const server = createServer((request, response) => {
      heard.push(request.url ?? '')
      response.end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const target = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    try {
      await using slot = testSlot(await tempFolder())
      const page = await slot.page(noSignal)
      await expect(page.open(await site('reaches-out', { target }), noSignal)).rejects.toMatchObject({ code: 'TEMPLATE_FAILED' })
      // A control: the server does hear what is sent to it.
      await fetch(`${target}control`)
      expect(heard).toEqual(['/control'])
    } finally {
      await new Promise((resolve) => server.close(resolve))
    }
  })

  it('stops at once when it is cancelled', async () => {
    await using slot = testSlot(await tempFolder())
    const page = await slot.page(noSignal)
    const stopping = new AbortController()
    const opening = page.open(await site('never-ready'), stopping.signal)
    setTimeout(() => stopping.abort(), 300)
    await expect(opening).rejects.toMatchObject({ code: 'CANCELLED' })
  })
})

describe('a slot', () => {
  it('replaces a Chromium that is worn, and the frames stay the same', async () => {
    await using slot = testSlot(await tempFolder(), { wear: { frames: 10, memoryBytes: 2e9 } })
    const counter = await counterSite({ fps, frames: 240 })
    const hashes: string[] = []
    for (let chunk = 0; chunk < 3; chunk++) {
      const page = await slot.page(noSignal)
      await page.open(counter, noSignal)
      const hash = createHash('sha256')
      for (let frame = 0; frame < 12; frame++) {
        hash.update(await page.frameAt((frame * 1000) / fps, noSignal))
        slot.countFrame()
      }
      hashes.push(hash.digest('hex'))
    }
    expect(slot.starts).toBe(3)
    expect(new Set(hashes).size).toBe(1)
  })

  it('draws the same pixels beside another slot as alone', async () => {
    const folder = await tempFolder()
    const photo = await photoSite(folder)
    const pixelsOf = async (slot: CaptureSlot) => {
      const page = await slot.page(noSignal)
      await page.open(photo, noSignal)
      const hashes: string[] = []
      for (let frame = 0; frame < 30; frame++)
        hashes.push(
          hashOfBytes(
            await sharp(await page.frameAt(frame * 200, noSignal))
              .raw()
              .toBuffer(),
          ),
        )
      return hashes
    }
    await using first = testSlot(folder, photoFrame)
    await using second = testSlot(folder, photoFrame)
    const alone = await pixelsOf(first)
    const [again, beside] = await Promise.all([pixelsOf(first), pixelsOf(second)])
    expect(new Set(alone).size).toBe(30)
    expect(again).toEqual(alone)
    expect(beside).toEqual(alone)
  })

  it('replaces a Chromium that takes too much memory', async () => {
    await using slot = testSlot(await tempFolder(), { wear: { frames: 1e6, memoryBytes: 1 } })
    await slot.page(noSignal)
    await slot.page(noSignal)
    expect(slot.starts).toBe(2)
  })
})
