import type { CDPSession } from 'puppeteer'
import { FramefarmError, messageOf } from '../shared/errors.ts'
import { within } from '../shared/within.ts'
import { beginFrameMethod, captureScreenshotMethod, type CaptureMethod } from './capture-method.ts'
import type { ChromiumProcess } from './chromium-process.ts'
import type { FrameFormat } from './frame-format.ts'
import { FramePage } from './frame-page.ts'
import type { Liveness } from './liveness.ts'

export type FramePageOptions = {
  readonly width: number
  readonly height: number
  readonly format: FrameFormat
  readonly capture: CaptureMethod['name']
  readonly liveness: Liveness
  readonly signal: AbortSignal
}

let targetCount = 0

/**
 * The one frame page of a Chromium process.
 * @throws CHROMIUM_START_FAILED, CANCELLED
 */
export async function openFramePage(chromium: ChromiumProcess, options: FramePageOptions): Promise<FramePage> {
  const { width, height, format, capture, liveness, signal } = options
  const open = async () => {
    const session = await openTarget(chromium, { width, height, capture })
    const method = capture === 'begin-frame' ? beginFrameMethod(session, format) : captureScreenshotMethod(session, format)
    return FramePage.attach(session, method, { size: { width, height }, liveness })
  }
  try {
    return await within(open(), {
      ms: liveness.firstFrameMs,
      signal,
      timedOut: () => new FramefarmError('CHROMIUM_START_FAILED', `Chromium opened no page within ${liveness.firstFrameMs} ms`),
    })
  } catch (cause) {
    if (cause instanceof FramefarmError) throw cause
    throw new FramefarmError('CHROMIUM_START_FAILED', `Chromium opened no page: ${messageOf(cause)}`, { cause })
  }
}

type TargetOptions = { readonly width: number; readonly height: number; readonly capture: CaptureMethod['name'] }

async function openTarget({ browser }: ChromiumProcess, { width, height, capture }: TargetOptions): Promise<CDPSession> {
  const browserSession = await browser.target().createCDPSession()
  // Only a target that is made so can be driven by beginFrame; its own address finds it among the others.
  const url = `about:blank#frames-${++targetCount}`
  // A full Chromium takes a size for new windows alone; the page gets its own from `setDeviceMetricsOverride`.
  const controlled = capture === 'begin-frame' ? { width, height, enableBeginFrameControl: true } : {}
  await browserSession.send('Target.createTarget', { url, ...controlled })
  const target = await browser.waitForTarget((candidate) => candidate.url() === url)
  await browserSession.detach()
  return target.createCDPSession()
}
