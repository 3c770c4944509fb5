import { statSync } from 'node:fs'
import { chromiumFlags } from '../browser/chromium-flags.ts'
import { gpuWishFromEnvironment } from '../browser/chromium-gpu.ts'
import { findStreamChromium, type FoundChromium } from '../browser/find-chromium.ts'
import { loadTabCapture, type TabCapture } from '../browser/tab-capture-site.ts'
import { FramefarmError } from '../shared/errors.ts'
import { hashOf } from '../shared/hash.ts'

/** What frames are streamed with, where there is a full Chromium. Whether it works is seen when a scene needs it. */
export type StreamTool = {
  readonly chromium: FoundChromium
  readonly tabCapture: TabCapture
  /** Changes when the browser, how it is started, or our own page in it does; part of a chunk's hash. Costs no start of a browser. */
  readonly identity: string
}

/** @returns null where there is no full Chromium. @throws TOOL_SETTING_WRONG */
export async function openStreamTool(): Promise<StreamTool | null> {
  const chromium = findStreamChromium()
  if (!chromium) return null
  const tabCapture = await loadTabCapture()
  const { size, mtimeMs } = statSync(chromium.path)
  const flags = hashOf(chromiumFlags(chromium, { capture: 'stream', sandbox: true, gpu: gpuWishFromEnvironment() }))
  return { chromium, tabCapture, identity: `${chromium.path} ${size} ${mtimeMs} ${flags} ${tabCapture.hash}` }
}

export function noStreamTool(): FramefarmError {
  const looked = "no full Chromium found for stream (looked at FRAMEFARM_STREAM_CHROME, on PATH, and in puppeteer's cache)"
  const hint = 'run `npm run setup`, or install chromium (not only its headless shell), or set FRAMEFARM_STREAM_CHROME'
  return new FramefarmError('TOOL_MISSING', looked, { hint })
}
