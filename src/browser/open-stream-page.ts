import { TargetType, type Browser } from 'puppeteer'
import { FramefarmError, messageOf } from '../shared/errors.ts'
import { throwIfCancelled, within } from '../shared/within.ts'
import type { ChromiumProcess } from './chromium-process.ts'
import { StreamPage, type StreamPageOptions } from './stream-page.ts'

/**
 * The one page of a Chromium, captured as a tab.
 * @throws CHROMIUM_START_FAILED, CANCELLED
 */
export async function openStreamPage({ browser }: ChromiumProcess, options: StreamPageOptions, signal: AbortSignal): Promise<StreamPage> {
  const ms = options.liveness.firstFrameMs
  const open = async () => {
    const target = await browser.waitForTarget((candidate) => candidate.type() === TargetType.PAGE)
    return StreamPage.attach(await target.createCDPSession(), options, () => openTabInFront(browser))
  }
  try {
    return await within(open(), {
      ms,
      signal,
      timedOut: () => new FramefarmError('CHROMIUM_START_FAILED', `Chromium captured no tab within ${ms} ms`),
    })
  } catch (cause) {
    throwIfCancelled(signal)
    if (cause instanceof FramefarmError && cause.code === 'CHROMIUM_START_FAILED') throw cause
    throw new FramefarmError('CHROMIUM_START_FAILED', `Chromium cannot capture its tab: ${messageOf(cause)}`, { cause })
  }
}

/** An empty one, which needs no drawing. Puppeteer's `newPage` would ask it for much that nobody wants to know. */
async function openTabInFront(browser: Browser): Promise<void> {
  const session = await browser.target().createCDPSession()
  await session.send('Target.createTarget', { url: 'about:blank' })
  await session.detach()
}
