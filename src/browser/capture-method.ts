import type { CDPSession } from 'puppeteer'
import { setTimeout as sleep } from 'node:timers/promises'
import { screenshotParams, type FrameFormat } from './frame-format.ts'

/** How a page is made to draw, and how a frame is taken from it. */
export type CaptureMethod = {
  readonly name: 'begin-frame' | 'capture-screenshot'
  /** Waits for `work` (a load, a resize) while the page gets the frames that it needs to go on. */
  readonly whileDrawing: <T>(work: Promise<T>) => Promise<T>
  /** Makes the page draw a frame that nobody needs. */
  readonly draw: () => Promise<void>
  /** The page as it is now, coded; null where nothing has changed since the last frame. */
  readonly capture: (as?: FrameFormat) => Promise<Buffer | null>
}

/** Between two frames, in ms. The page's own clock is `seek`; this only orders frames for the compositor. */
const tickMs = 1000 / 60

/**
 * HeadlessExperimental.beginFrame: one call makes the compositor draw a frame and brings its picture.
 * One page in one process: two pages under begin-frame control crash it.
 */
export function beginFrameMethod(session: CDPSession, format: FrameFormat): CaptureMethod {
  // Ticks may only go up, from the first one on, and start on the clock that Chromium itself uses
  // (CLOCK_MONOTONIC): a number below it freezes the page, silently.
  let ticks = Number(process.hrtime.bigint()) / 1e6
  const draw = (screenshot?: ReturnType<typeof screenshotParams>) => {
    ticks += tickMs
    return session.send('HeadlessExperimental.beginFrame', { frameTimeTicks: ticks, interval: tickMs, ...(screenshot ? { screenshot } : {}) })
  }
  return {
    name: 'begin-frame',
    whileDrawing: async (work) => {
      let pending = true
      const settled = () => {
        pending = false
      }
      work.then(settled, settled)
      while (pending) {
        await draw()
        await sleep(2)
      }
      return work
    },
    draw: async () => {
      await draw()
    },
    capture: async (as = format) => {
      const { screenshotData } = await draw(screenshotParams(as))
      return screenshotData ? Buffer.from(screenshotData, 'base64') : null
    },
  }
}

/** Page.captureScreenshot: any Chromium has it; it costs about a fifth more than beginFrame. */
export function captureScreenshotMethod(session: CDPSession, format: FrameFormat): CaptureMethod {
  const capture = async (as = format) => {
    const { data } = await session.send('Page.captureScreenshot', { ...screenshotParams(as), captureBeyondViewport: false })
    return Buffer.from(data, 'base64')
  }
  return {
    name: 'capture-screenshot',
    whileDrawing: (work) => work,
    draw: async () => {
      await capture()
    },
    capture,
  }
}
