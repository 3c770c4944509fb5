import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { byBestCapture, type BeginFrameFault } from './best-capture.ts'
import type { CaptureMethod } from './capture-method.ts'
import { readGpu, type GpuFacts } from './chromium-gpu.ts'
import { ChromiumProcess } from './chromium-process.ts'
import type { FoundChromium } from './find-chromium.ts'
import { livenessFromEnvironment } from './liveness.ts'
import { openFramePage } from './open-frame-page.ts'

export type ChromiumFacts = ProbedFacts & BeginFrameFault

type ProbedFacts = {
  /** "HeadlessChrome/156.0.8078.79" */
  readonly version: string
  readonly gpu: GpuFacts
  readonly capture: CaptureMethod['name']
}

/**
 * Starts Chromium once and lets it draw one frame, to see what it can do.
 * @throws CHROMIUM_START_FAILED, GPU_UNAVAILABLE, CANCELLED
 */
export async function probeChromium(chromium: FoundChromium, signal: AbortSignal): Promise<ChromiumFacts> {
  return byBestCapture(chromium, (capture) => probe(chromium, capture, signal), signal)
}

async function probe(chromium: FoundChromium, capture: CaptureMethod['name'], signal: AbortSignal): Promise<ProbedFacts> {
  const profileFolder = await mkdtemp(join(tmpdir(), 'framefarm-probe-'))
  try {
    const running = await ChromiumProcess.start(chromium, { capture, profileFolder })
    try {
      return await drawOnce(running, capture, signal)
    } finally {
      await running.stop()
    }
  } finally {
    await rm(profileFolder, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function drawOnce(running: ChromiumProcess, capture: CaptureMethod['name'], signal: AbortSignal): Promise<ProbedFacts> {
  const liveness = livenessFromEnvironment()
  const page = await openFramePage(running, { width: 64, height: 64, format: { type: 'png' }, capture, liveness, signal })
  await page.draw(signal)
  return { version: await running.browser.version(), gpu: await readGpu(running.browser), capture }
}
