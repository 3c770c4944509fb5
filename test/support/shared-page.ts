import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import type { CaptureSlot } from '../../src/browser/capture-slot.ts'
import type { FramePage } from '../../src/browser/frame-page.ts'
import type { Site } from '../../src/templates/site.ts'
import { noSignal, testSlot } from './capture.ts'

type Size = { readonly width: number; readonly height: number }

/**
 * A page that all tests of a file have in common, one after the other as in a render: starting a Chromium costs more than most of them.
 * To be called outside of tests. @returns what opens a site in it, at a size; pictures are lossless
 */
export function sharedPage(): (site: Site, size: Size) => Promise<FramePage> {
  let slot: CaptureSlot
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'framefarm-test-'))
    // Nothing here is about limits, and frames of 4K take seconds where other files are busy.
    slot = testSlot(folder, { wear: { frames: Infinity, memoryBytes: Infinity }, liveness: { firstFrameMs: 60_000, frameMs: 30_000 } })
    await slot.page(noSignal)
  })
  afterAll(async () => {
    await slot.stop()
    await rm(folder, { recursive: true, force: true })
  })
  return async (site, size) => {
    const page = await slot.page(noSignal)
    await page.open(site, noSignal, { ...size, format: { type: 'png' }, isTransparent: false })
    return page
  }
}
