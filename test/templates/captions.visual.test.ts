import { describe, expect, it, vi } from 'vitest'
import { PhotoCache } from '../../src/farm/layer-rasters.ts'
import { layerScene } from '../../src/farm/layer-scene.ts'
import { captionPresetNames } from '../../src/film/caption-presets.ts'
import { countOf, framesOf, inkOf, type Pixels } from '../support/caption-frames.ts'
import { noSignal, testSlot } from '../support/capture.ts'
import { captionSite } from '../support/caption-site.ts'
import { layersAndShots } from '../support/layers-and-shots.ts'
import { ssim } from '../support/ssim.ts'
import { tempFolder } from '../support/temp-folder.ts'

type Wish = Parameters<typeof captionSite>[2]

const size = { width: 320, height: 180 }
const text = 'The clock on the tower'

async function drawn(wish: Wish, frames: readonly number[], frameSize = size): Promise<readonly Pixels[]> {
  return framesOf(await captionSite(await tempFolder(), frameSize, wish), frameSize, frames)
}

describe('a caption', () => {
  it.each(captionPresetNames)('as %s is to be seen from its first frame to its last, in no other', async (preset) => {
    const frames = await drawn({ captions: [{ start: 0.5, end: 1, text }], style: { preset } }, [0, 14, 15, 29, 30, 59])
    expect(frames.map((frame) => inkOf(frame) !== null)).toEqual([false, false, true, true, false, false])
  })

  it('is to be seen in the first and the last frame of a scene, also when the clock goes back', async () => {
    const frames = await drawn({ captions: [{ start: 0, end: 2, text }] }, [0, 59, 30, 0])
    expect(frames.every((frame) => inkOf(frame) !== null)).toBe(true)
    expect(frames[3]?.data.equals(frames[0]?.data ?? Buffer.alloc(0))).toBe(true)
  })

  it.each<[string, Readonly<Record<string, unknown>>, (ink: { x: number; y: number }) => boolean]>([
    ['top left', { position: 'top', align: 'left' }, ({ x, y }) => x < 0.5 && y < 0.33],
    ['in the middle', { position: 'middle', align: 'centre' }, ({ x, y }) => Math.abs(x - 0.5) < 0.02 && Math.abs(y - 0.5) < 0.04],
    ['bottom right', { position: 'bottom', align: 'right' }, ({ x, y }) => x > 0.5 && y > 0.66],
  ])('lies %s where it is asked for there', async (_where, style, isThere) => {
    const [frame] = await drawn({ captions: [{ start: 0, end: 2, text: 'Clock' }], style: { ...style, shadow: null } }, [10])
    const ink = frame && inkOf(frame)
    if (!ink) throw new Error('there is no caption')
    expect(isThere({ x: (ink.left + ink.right) / 2 / size.width, y: (ink.top + ink.bottom) / 2 / size.height })).toBe(true)
  })

  it('has the size, colours, box and capitals that it is asked for', async () => {
    const style = { colour: '#00ff00', outline: null, shadow: null }
    const [plain, large, boxed, capitals] = await Promise.all(
      [style, { ...style, size: 0.11 }, { ...style, box: { colour: '#ff0000' } }, { ...style, upperCase: true }].map(
        async (each) => (await drawn({ captions: [{ start: 0, end: 2, text: 'one' }], style: each }, [10]))[0],
      ),
    )
    if (!plain || !large || !boxed || !capitals) throw new Error('a frame is missing')
    expect(countOf(plain, [0, 255, 0])).toBeGreaterThan(10)
    expect(heightOf(large) / heightOf(plain)).toBeCloseTo(2, 0)
    expect(countOf(boxed, [255, 0, 0])).toBeGreaterThan(100)
    expect(heightOf(capitals)).toBeGreaterThan(heightOf(plain))
  })

  it('has a box as far round the text, and as round at its corners, as it is asked for', async () => {
    const boxes = [
      { padding: 0.2, radius: 0 },
      { padding: 0.6, radius: 0 },
      { padding: 0.6, radius: 0.6 },
    ]
    const [tight, wide, round] = await Promise.all(
      boxes.map(async (box) => {
        const style = { outline: null, shadow: null, box: { colour: '#ff0000', ...box } }
        return countOf((await drawn({ captions: [{ start: 0, end: 2, text: 'one' }], style }, [10]))[0]!, [255, 0, 0])
      }),
    )
    expect(wide! / tight!).toBeGreaterThan(1.5)
    // Four quarters of a circle in place of the corners.
    expect(wide! - round!).toBeGreaterThan(20)
    expect(round!).toBeGreaterThan(tight!)
  })

  it('shows markup as the text that it is', async () => {
    const [marked, plain] = await Promise.all(
      ['<b>bold</b> &amp;', 'bold &'].map(async (each) => (await drawn({ captions: [{ start: 0, end: 2, text: each }] }, [10]))[0]),
    )
    if (!marked || !plain) throw new Error('a frame is missing')
    expect(widthOf(marked) / widthOf(plain)).toBeGreaterThan(2)
  })

  it('has no more lines than it may have, as long as it can be read', async () => {
    const wish = { captions: [{ start: 0, end: 2, text: 'The clock on the old tower has been late since the war, and nobody minds' }] }
    const style = { size: 0.14, outline: null, shadow: null, lineHeight: 1.5 }
    const lines = await Promise.all([1, 2, 4].map(async (maxLines) => linesOf((await drawn({ ...wish, style: { ...style, maxLines } }, [10]))[0])))
    expect(lines).toEqual([1, 2, 4])
  })
})

function heightOf(frame: Pixels): number {
  const ink = inkOf(frame)
  return ink ? ink.bottom - ink.top + 1 : 0
}

function widthOf(frame: Pixels): number {
  const ink = inkOf(frame)
  return ink ? ink.right - ink.left + 1 : 0
}

/** Runs of rows that have ink. */
function linesOf(frame: Pixels | undefined): number {
  if (!frame) return 0
  const background = frame.data.subarray(0, 3)
  const rows = Array.from({ length: frame.height }, (_, y) =>
    Array.from({ length: frame.width }, (__, x) => (y * frame.width + x) * 3).some((at) => !background.equals(frame.data.subarray(at, at + 3))),
  )
  // The dots of i and the like stand apart from their letters: a gap of three rows is one between lines.
  return rows.filter((hasInk, y) => hasInk && !rows.slice(Math.max(0, y - 3), y).some(Boolean)).length
}

describe('the word that is spoken', () => {
  const words = [
    { text: 'one', start: 0, end: 1 },
    { text: 'two', start: 1, end: 2 },
  ]
  const captions = [{ start: 0, end: 2, words }]
  const yellow = [255, 214, 10] as const

  it('has another colour, and only it, from its first frame', async () => {
    const frames = await drawn({ captions, style: { preset: 'karaoke', size: 0.15 } }, [0, 29, 30, 59])
    const places = frames.map((frame) => middleOf(frame, yellow))
    expect(places[0]).toBeLessThan(0.5)
    expect(places[1]).toBe(places[0])
    expect(places[2]).toBeGreaterThan(0.5)
    expect(places[3]).toBe(places[2])
  })

  it('has a box behind it that moves from word to word', async () => {
    const [first, second] = await drawn({ captions, style: { preset: 'boxed-word', size: 0.15 } }, [29, 30])
    expect(first && middleOf(first, [225, 29, 72])).toBeLessThan(0.5)
    expect(second && middleOf(second, [225, 29, 72])).toBeGreaterThan(0.5)
  })

  it('pops up: it appears small, grows beyond its size, and comes to rest', async () => {
    const frames = await drawn({ captions: [{ start: 0, end: 2, words: words.slice(0, 1) }], style: { preset: 'pop' } }, [0, 3, 20])
    const [small = 0, large = 0, rest = 0] = frames.map(heightOf)
    expect(small).toBeLessThan(rest)
    expect(large).toBeGreaterThan(rest)
  })

  it('appears only when it is spoken, and stays', async () => {
    const [before, after] = await drawn({ captions, style: { preset: 'pop' } }, [29, 59])
    const [narrow, wide] = [before && inkOf(before), after && inkOf(after)]
    expect(narrow?.left).toBe(wide?.left)
    expect((wide?.right ?? 0) - (narrow?.right ?? 0)).toBeGreaterThan(20)
  })

  it('lies exactly where it lies in the line', async () => {
    // In the text's own colour and outline it changes nothing that can be seen.
    const style = { preset: 'karaoke', shadow: null, outline: null, size: 0.15, highlight: { colour: '#ffffff' } }
    const [spoken] = await drawn({ captions, style }, [10])
    const [plain] = await drawn({ captions, style: { ...style, highlight: null } }, [10])
    if (!spoken || !plain) throw new Error('a frame is missing')
    expect(inkOf(spoken)).toEqual(inkOf(plain))
    // Twice the same glyph has firmer edges; beside each other, pixels of paper would meet pixels of ink: a difference of 200.
    const differences = Array.from(plain.data, (value, at) => Math.abs(value - (spoken.data[at] ?? 0)))
    expect(differences.filter((difference) => difference > 70)).toEqual([])
  })
})

/** Where pixels of a colour are, from 0 (left) to 1. */
function middleOf(frame: Pixels, [red, green, blue]: readonly [number, number, number]): number {
  let [count, sum] = [0, 0]
  for (let at = 0; at < frame.data.length; at += 3) {
    const [r = 0, g = 0, b = 0] = frame.data.subarray(at, at + 3)
    if (Math.abs(r - red) + Math.abs(g - green) + Math.abs(b - blue) > 40) continue
    count++
    sum += (at / 3) % frame.width
  }
  if (count === 0) throw new Error('there is nothing of that colour')
  return sum / count / frame.width
}

describe('layers show captions as screenshots do', () => {
  it.each(captionPresetNames)('as %s', async (preset) => {
    const site = await captionSite(await tempFolder(), size, {
      captions: [{ start: 0.2, end: 0.9, text }],
      style: { preset, size: 0.12 },
      durationS: 1,
    })
    const pairs = await layersAndShots(site, size, { frames: 30, every: 4 })
    for (const { frame, composed, shown } of pairs) expect(ssim(composed, shown), `SSIM of frame ${frame}`).toBeGreaterThan(0.99)
  })
})

describe('words one by one', () => {
  it('are drawn once for each state, side by side in few pictures, however many frames there are', async () => {
    const wish = { captions: [{ start: 0, end: 8, text: 'Every one of these thirteen words is another colour while it is spoken' }], durationS: 8 }
    const site = await captionSite(await tempFolder(), size, { ...wish, style: { preset: 'karaoke' } })
    await using slot = testSlot(await tempFolder(), size)
    const page = await slot.page(noSignal)
    await page.open(site, noSignal)
    const pictures = vi.spyOn(page, 'picture')
    const times = Array.from({ length: 240 }, (_, frame) => (frame * 1000) / 30)
    const scene = await layerScene({ page, site, frame: size, photographs: new PhotoCache(), signal: noSignal }, times)
    if ('reason' in scene) throw new Error(scene.reason)
    // The line, and each of its words.
    expect(scene.groups.at(-1)?.tracks).toHaveLength(1 + 13)
    expect(pictures.mock.calls.length).toBeLessThan(8)
  })
})
