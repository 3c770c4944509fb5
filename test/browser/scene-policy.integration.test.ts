import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { noSignal, testSlot } from '../support/capture.ts'
import { fixtureSite } from '../support/fixture-site.ts'
import { tempFolder } from '../support/temp-folder.ts'

/** A port of this machine that counts connections, whatever they are for. */
async function listener(): Promise<{ readonly address: string; readonly connections: () => number }> {
  let connections = 0
  const server = createServer((socket) => {
    connections++
    socket.destroy()
  })
  const { promise, resolve } = Promise.withResolvers<void>()
  server.listen(0, '127.0.0.1', resolve)
  await promise
  onTestFinished(() => void server.close())
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, connections: () => connections }
}

/** Ways out of a page, each by the directive of the policy that is in its way. */
const waysOut: Readonly<Record<string, string>> = {
  'connect-src': 'fetch(target, { mode: "no-cors" }).catch(() => {})',
  'img-src': 'new Image().src = target + "/a.png"',
  'script-src-elem': 'document.head.append(Object.assign(document.createElement("script"), { src: target + "/a.js" }))',
  'style-src-elem': 'document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: target + "/a.css" }))',
  'media-src': 'new Audio(target + "/a.mp3").load()',
  'font-src': 'new FontFace("A", `url(${target}/a.woff2)`).load().catch(() => {})',
  'frame-src': 'document.body.append(Object.assign(document.createElement("iframe"), { src: target }))',
  'object-src': 'document.body.append(Object.assign(document.createElement("object"), { data: target }))',
  'form-action': `(() => {
    const form = Object.assign(document.createElement("form"), { action: target, method: "post", target: "nowhere" })
    document.body.append(Object.assign(document.createElement("iframe"), { name: "nowhere" }), form)
    form.submit()
  })()`,
  'base-uri': 'document.head.append(Object.assign(document.createElement("base"), { href: target }))',
}

describe('a page of a scene', () => {
  it('is kept in by its policy on every way out, before anything is asked of anybody', async () => {
    const { address, connections } = await listener()
    await using slot = testSlot(await tempFolder())
    const page = await slot.page(noSignal)
    await page.open(await fixtureSite('still'), noSignal)
    const tryAll = `(async () => {
      const target = ${JSON.stringify(address)}
      const broken = new Set()
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => broken.add(effectiveDirective))
      ${Object.values(waysOut).join(';\n')}
      for (let round = 0; round < 200 && broken.size < ${Object.keys(waysOut).length}; round++) await new Promise((resolve) => setTimeout(resolve, 10))
      return [...broken].toSorted()
    })()`
    expect(await page.ask(tryAll, noSignal).catch((error: unknown) => error)).toEqual(Object.keys(waysOut).toSorted())
    expect(connections()).toBe(0)
  })

  it('is refused, by the address that it asked for', async () => {
    const { address } = await listener()
    await using slot = testSlot(await tempFolder())
    const page = await slot.page(noSignal)
    const opening = page.open(await fixtureSite('reaches-out', { target: address }), noSignal)
    await expect(opening).rejects.toMatchObject({ code: 'TEMPLATE_FAILED', message: expect.stringContaining(`asked for ${address}`) })
  })

  it('goes nowhere when it leaves, and connects to nobody to be quicker later', async () => {
    const { address, connections } = await listener()
    await using slot = testSlot(await tempFolder())
    const page = await slot.page(noSignal)
    await page.open(await fixtureSite('still'), noSignal)
    const leave = `(async () => {
      for (const rel of ['preconnect', 'dns-prefetch', 'prefetch', 'modulepreload']) {
        document.head.append(Object.assign(document.createElement('link'), { rel, href: ${JSON.stringify(address)} }))
      }
      await new Promise((resolve) => setTimeout(resolve, 300))
      location.href = ${JSON.stringify(address)}
      await new Promise((resolve) => setTimeout(resolve, 300))
    })()`
    await page.ask(leave, noSignal).catch(() => undefined)
    expect(connections()).toBe(0)
  })
})
