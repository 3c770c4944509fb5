import { describe, expect, it } from 'vitest'
import type { FramePage } from '../../src/browser/frame-page.ts'
import { liveSheet, openLive } from '../../src/farm/live-sheet.ts'
import type { ReadLayer } from '../../src/farm/read-layers.ts'
import { noSignal } from '../support/capture.ts'

const frame = { width: 320, height: 180 }

function layer(
  index: number,
  [left, top]: readonly [number, number],
  [width, height]: readonly [number, number],
): { part: string; layer: ReadLayer } {
  const box = { left, top, width, height }
  return { part: 'incoming', layer: { name: 'x', box, ink: box, photo: null, isLive: true, index, states: [], filters: [] } }
}

describe('live layers', () => {
  it('lie side by side in a picture that is as small as can be, on whole, even pixels with some around', () => {
    const sheet = liveSheet([layer(3, [10.5, 20], [99, 40]), layer(5, [200, 100], [30, 41])], frame)
    expect(sheet).toMatchObject({ width: 138, height: 46 })
    if (!sheet || 'reason' in sheet) throw new Error('they fit')
    const [tall, wide] = sheet.cells
    expect(tall).toMatchObject({ index: 5, page: { left: 198, top: 98, width: 34, height: 46 }, sheet: { left: 0, top: 0 } })
    expect(wide).toMatchObject({ index: 3, page: { left: 8, top: 18, width: 104, height: 44 }, sheet: { left: 34, top: 0 } })
  })

  it('lie one above the other where that takes less', () => {
    expect(liveSheet([layer(0, [0, 0], [100, 20]), layer(1, [0, 100], [96, 20])], frame)).toMatchObject({ width: 102, height: 46 })
  })

  it('have room for what lies beyond the frame, and are left out where all of them does', () => {
    const sheet = liveSheet([layer(0, [-50, -10], [100, 50]), layer(1, [400, 10], [50, 50])], frame)
    expect(sheet).toMatchObject({ width: 102, height: 52, cells: [{ index: 0, page: { left: -50, top: -10 } }] })
    expect(liveSheet([layer(1, [400, 10], [50, 50])], frame)).toBeNull()
  })

  it('are cut at the edges of the frame where they are as long', () => {
    for (const [left, width] of [
      [-5, 330],
      [40, 320],
    ] as const) {
      const sheet = liveSheet([layer(0, [left, 150], [width, 20])], frame)
      expect(sheet).toMatchObject({ width: 320, height: 24, cells: [{ page: { left: 0, top: 148 } }] })
    }
  })

  it('are none where they take most of the frame, which is drawn as quickly whole', () => {
    expect(liveSheet([layer(0, [0, 0], [300, 120])], frame)).toEqual({ reason: 'its live layers take 64 % of the frame, more than 50 %' })
    expect(liveSheet([layer(0, [0, 0], [320, 100]), layer(1, [0, 80], [320, 100])], frame)).toMatchObject({
      reason: expect.stringContaining('100 %') as string,
    })
  })
})

describe('pictures of live layers', () => {
  it('are good until another comes: while nothing changes the page gives the same one again, and what was before is gone', async () => {
    const [first, second] = [Buffer.alloc(200_000, 1), Buffer.alloc(200_000, 2)]
    const pictures = [first, first, first, second, second]
    // Of a page, only what is called here.
    const page = { openCorner: async () => undefined, frameAt: async (timeMs: number) => pictures[timeMs] } as unknown as FramePage
    const site = { entry: '/page.html', files: new Map() }
    const take = await openLive(page, { site, sheet: { width: 10, height: 10, cells: [] }, timeOf: (index) => index, signal: noSignal })
    const seen: (number | undefined)[] = []
    for (const index of pictures.keys()) seen.push((await take(index))[0])
    expect(seen).toEqual([1, 1, 1, 2, 2])
    expect([first.length, second.length]).toEqual([0, 200_000])
  })
})
