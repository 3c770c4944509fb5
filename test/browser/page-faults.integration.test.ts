import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import type { Liveness } from '../../src/browser/liveness.ts'
import { processGroup } from '../../src/shared/process-tree.ts'
import { noSignal, testSlot, testStreamSlot } from '../support/capture.ts'
import { fixtureSite } from '../support/fixture-site.ts'
import { counterSite } from '../support/frame-counter.ts'
import { tempFolder } from '../support/temp-folder.ts'

const fps = 30

/** kill -9 of the browser process itself, not of the shell script that may have started it. */
function killBrowser(slot: { readonly group: number | null }): void {
  const [browser] = processGroup(slot.group ?? 0).filter(
    ({ command }) => command.includes('--remote-debugging-pipe') && !command.startsWith('/bin/sh'),
  )
  process.kill(browser?.pid ?? 0, 'SIGKILL')
}

describe.each(['begin-frame', 'stream'] as const)('a page captured by %s', (capture) => {
  const slotOf = (folder: string, wishes: { liveness?: Liveness } = {}) =>
    capture === 'stream' ? testStreamSlot(folder, wishes) : testSlot(folder, wishes)

  it.each([
    ['throws-on-load', /the template is broken/],
    ['asks-for-missing-file', /asked for .*nowhere\.css, which it does not have/],
  ])('%s is refused with its own error', async (template, message) => {
    await using slot = await slotOf(await tempFolder())
    const page = await slot.page(noSignal)
    await expect(page.open(await fixtureSite(template), noSignal)).rejects.toMatchObject({
      code: 'TEMPLATE_FAILED',
      message: expect.stringMatching(message),
    })
  })

  it('that never becomes ready counts as stuck, and the message names the setting', async () => {
    await using slot = await slotOf(await tempFolder(), { liveness: { firstFrameMs: 1500, frameMs: 5000 } })
    const page = await slot.page(noSignal)
    await expect(page.open(await fixtureSite('never-ready'), noSignal)).rejects.toMatchObject({
      code: 'CHROMIUM_STUCK',
      hint: expect.stringContaining('FRAMEFARM_FIRST_FRAME_TIMEOUT_MS'),
    })
  })

  it('that hangs in a frame counts as stuck, and its Chromium can still be stopped', async () => {
    await using slot = await slotOf(await tempFolder(), { liveness: { firstFrameMs: 20_000, frameMs: 1000 } })
    const page = await slot.page(noSignal)
    await page.open(await fixtureSite('hangs-at-frame-5'), noSignal)
    await page.frameAt(133, noSignal)
    await expect(page.frameAt(200, noSignal)).rejects.toMatchObject({ code: 'CHROMIUM_STUCK', retryable: true })
  })

  it('whose Chromium is killed says so, and the slot starts another', async () => {
    await using slot = await slotOf(await tempFolder())
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
    const slot = await slotOf(await tempFolder())
    await slot.page(noSignal)
    const group = slot.group ?? 0
    process.kill(group, 'SIGKILL')
    await slot.stop()
    expect(processGroup(group)).toEqual([])
  })

  it('whose renderer is killed says so at once', async () => {
    await using slot = await slotOf(await tempFolder())
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
      await using slot = await slotOf(await tempFolder())
      const page = await slot.page(noSignal)
      await expect(page.open(await fixtureSite('reaches-out', { target }), noSignal)).rejects.toMatchObject({ code: 'TEMPLATE_FAILED' })
      // A control: the server does hear what is sent to it.
      await fetch(`${target}control`)
      expect(heard).toEqual(['/control'])
    } finally {
      await new Promise((resolve) => server.close(resolve))
    }
  })

  it('stops at once when it is cancelled', async () => {
    await using slot = await slotOf(await tempFolder())
    const page = await slot.page(noSignal)
    const stopping = new AbortController()
    const opening = page.open(await fixtureSite('never-ready'), stopping.signal)
    setTimeout(() => stopping.abort(), 300)
    await expect(opening).rejects.toMatchObject({ code: 'CANCELLED' })
  })
})
