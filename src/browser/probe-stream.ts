import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ChromiumProcess } from './chromium-process.ts'
import type { FoundChromium } from './find-chromium.ts'
import { livenessFromEnvironment } from './liveness.ts'
import { openStreamPage } from './open-stream-page.ts'
import type { TabCapture } from './tab-capture-site.ts'
import type { StreamFormat } from './stream-format.ts'

export type StreamFacts = { /** "Chrome/156.0.8078.79" */ readonly version: string; readonly format: StreamFormat }

/**
 * Starts a full Chromium once and captures its tab, to see whether it can: a picture with a number and a colour, through the file.
 * @throws CHROMIUM_START_FAILED with the reason, CANCELLED
 */
export async function probeStream(chromium: FoundChromium, tabCapture: TabCapture, signal: AbortSignal): Promise<StreamFacts> {
  const profileFolder = await mkdtemp(join(tmpdir(), 'framefarm-probe-'))
  try {
    const running = await ChromiumProcess.start(chromium, { capture: 'stream', profileFolder })
    try {
      const options = { size: { width: 64, height: 64 }, liveness: livenessFromEnvironment(), tabCapture, profileFolder }
      const page = await openStreamPage(running, options, signal)
      await page.close()
      return { version: await running.browser.version(), format: page.format }
    } finally {
      await running.stop()
    }
  } finally {
    await rm(profileFolder, { recursive: true, force: true, maxRetries: 5 })
  }
}
