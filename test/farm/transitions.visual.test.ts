import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { transitionTypes } from '../../src/film/transition-schema.ts'
import { filmSites } from '../support/film-sites.ts'
import { layersAndShots } from '../support/layers-and-shots.ts'
import type { Grey } from '../support/motion-error.ts'
import { ssim } from '../support/ssim.ts'
import { tempFolder } from '../support/temp-folder.ts'

const size = { width: 320, height: 180 }
const half = 10

type Transition = {
  readonly type: string
  readonly duration?: number
  readonly direction?: string
  readonly colour?: string
  readonly easing?: string
}

/** A dark scene, then a light one with a transition of 20 frames; the site of the second. */
async function intoLightScene(transition: Transition | undefined, ofFilm: object = { type: 'cut' }) {
  const folder = await tempFolder()
  const paint = (name: string, grey: number) =>
    sharp({ create: { width: 640, height: 360, channels: 3, background: { r: grey, g: grey, b: grey } } })
      .png()
      .toFile(join(folder, name))
  await paint('dark.png', 60)
  await paint('light.png', 200)
  const scenes = [
    { image: 'dark.png', duration: 1 },
    { image: 'light.png', duration: 1, ...(transition && { transition: { duration: 20 / 30, easing: 'linear', ...transition } }) },
  ]
  const { sites } = await filmSites({ output: { ...size, fps: 30 }, background: '#000', transition: ofFilm, scenes }, folder)
  const [, site] = sites
  if (!site) throw new Error('there is no second scene')
  return site
}

/** A light scene, the first of its film, with a transition of 20 frames into it. */
async function lightFirstScene(transition: Transition) {
  const folder = await tempFolder()
  const background = { r: 200, g: 200, b: 200 }
  await sharp({ create: { width: 640, height: 360, channels: 3, background } })
    .png()
    .toFile(join(folder, 'light.png'))
  const scenes = [{ image: 'light.png', duration: 1, transition: { duration: 20 / 30, easing: 'linear', ...transition } }]
  const { sites } = await filmSites({ output: { ...size, fps: 30 }, background: '#000', scenes }, folder)
  const [site] = sites
  if (!site) throw new Error('there is no scene')
  return site
}

/** Means of the left, right, upper and lower half. */
function halves({ data, width, height }: Grey) {
  const mean = (left: number, top: number, right: number, bottom: number) => {
    let sum = 0
    for (let row = top; row < bottom; row++) for (let column = left; column < right; column++) sum += data[row * width + column] ?? 0
    return sum / ((right - left) * (bottom - top))
  }
  return {
    left: mean(0, 0, width / 2, height),
    right: mean(width / 2, 0, width, height),
    upper: mean(0, 0, width, height / 2),
    lower: mean(0, height / 2, width, height),
  }
}

const near = (value: number) => expect.closeTo(value, -0.5)
const [dark, light, both] = [near(60), near(200), near(130)]

/** What is to be seen half-way. */
const halfWay: readonly (readonly [Transition, Partial<ReturnType<typeof halves>>])[] = [
  [{ type: 'crossfade' }, { left: both, right: both }],
  [{ type: 'fade' }, { left: near(0), right: near(0) }],
  [{ type: 'dip-to-colour' }, { left: near(255), right: near(255) }],
  [
    { type: 'dip-to-colour', colour: '#505050' },
    { left: near(80), right: near(80) },
  ],
  [{ type: 'zoom' }, { left: both, right: both }],
  [{ type: 'cut' }, { left: light, right: light }],
  ...(['slide', 'push', 'wipe'] as const).flatMap((type) => [
    [
      { type, direction: 'left' },
      { left: dark, right: light },
    ] as const,
    [
      { type, direction: 'right' },
      { left: light, right: dark },
    ] as const,
    [
      { type, direction: 'up' },
      { upper: dark, lower: light },
    ] as const,
    [
      { type, direction: 'down' },
      { upper: light, lower: dark },
    ] as const,
  ]),
]

describe('a transition', () => {
  it.each(halfWay)('%o is half over in the middle, in layers as in screenshots', async (transition, expected) => {
    const pairs = await layersAndShots(await intoLightScene(transition), size, { frames: 30, every: half })
    const [first, middle, last] = pairs
    if (!first || !middle || !last) throw new Error('frames are missing')
    for (const picture of ['composed', 'shown'] as const) {
      const start = transition.type === 'cut' ? light : dark
      expect(halves(first[picture]), `${picture}, at the start`).toMatchObject({ left: start, right: start })
      expect(halves(middle[picture]), `${picture}, half-way`).toMatchObject(expected)
      expect(halves(last[picture]), `${picture}, afterwards`).toMatchObject({ left: light, right: light })
    }
  })

  it.each(['fade', 'dip-to-colour'] as const)('%s into the first scene takes all of its time to come in from the colour', async (type) => {
    const pairs = await layersAndShots(await lightFirstScene({ type, colour: '#505050' }), size, { frames: 30, every: half / 2 })
    const start = type === 'fade' ? 0 : 80
    const between = (part: number) => near(start + (200 - start) * part)
    for (const picture of ['composed', 'shown'] as const) {
      const means = pairs.slice(0, 5).map((pair) => halves(pair[picture]).left)
      expect(means, `${picture}, every five frames`).toEqual([between(0), between(0.25), between(0.5), between(0.75), between(1)])
    }
  })

  it.each<[string, Transition, number]>([
    ['ease-in', { type: 'crossfade', easing: 'ease-in' }, 60 + 140 * 0.315],
    ['ease-out', { type: 'crossfade', easing: 'ease-out' }, 60 + 140 * 0.685],
    ['a curve of its own', { type: 'crossfade', easing: 'cubic-bezier(0.9, 0, 1, 0.1)' }, 60 + 140 * 0.04],
    ['a duration of a quarter of a second', { type: 'crossfade', duration: 0.25 }, 200],
    ['a duration of a second', { type: 'crossfade', duration: 1 }, 60 + 140 / 3],
  ])('with %s is so far after ten frames, in layers as in screenshots', async (_what, transition, expected) => {
    const [, middle] = await layersAndShots(await intoLightScene(transition), size, { frames: half + 1, every: half })
    if (!middle) throw new Error('a frame is missing')
    for (const picture of ['composed', 'shown'] as const) expect(Math.abs(halves(middle[picture]).left - expected), `in ${picture}`).toBeLessThan(3)
  })

  it('of the film leads into every scene that does not say another', async () => {
    const ofFilm = { type: 'dip-to-colour', colour: '#505050', duration: 20 / 30, easing: 'linear' }
    for (const [own, expected] of [
      [undefined, 80],
      [{ type: 'cut' }, 200],
    ] as const) {
      const [, middle] = await layersAndShots(await intoLightScene(own, ofFilm), size, { frames: half + 1, every: half })
      expect(halves(middle!.composed)).toMatchObject({ left: near(expected), right: near(expected) })
    }
  })

  it('has a test for each type', () => {
    expect(new Set(halfWay.map(([{ type }]) => type))).toEqual(new Set(transitionTypes))
  })

  it.each(transitionTypes.filter((type) => type !== 'cut'))('%s between photographs is the same in layers as in screenshots', async (type) => {
    const folder = await tempFolder()
    for (const name of ['brook', 'clock']) {
      await sharp(join(import.meta.dirname, `../../samples/photos/${name}.jpg`))
        .resize(640, 426)
        .blur(3)
        .toFile(join(folder, `${name}.png`))
    }
    const film = {
      output: { ...size, fps: 30 },
      transition: { type, duration: 0.7, easing: 'ease-in-out', direction: 'left' },
      scenes: ['brook', 'clock'].map((name) => ({ image: `${name}.png`, duration: 1, kenBurns: { preset: 'zoom-in' } })),
    }
    const { sites } = await filmSites(film, folder)
    const pairs = await layersAndShots(sites[1] ?? { entry: '', files: new Map() }, size, { frames: 22, every: 3 })
    for (const { frame, composed, shown } of pairs) expect(ssim(composed, shown), `SSIM of frame ${frame}`).toBeGreaterThan(0.995)
  })

  it('goes on with the scene before where that left off', async () => {
    const folder = await tempFolder()
    await sharp(join(import.meta.dirname, '../../samples/photos/brook.jpg'))
      .resize(640, 426)
      .toFile(join(folder, 'brook.png'))
    const scene = { image: 'brook.png', duration: 1, kenBurns: { preset: 'pan-left', amount: 0.5, easing: 'linear' } }
    const transition = { type: 'wipe', direction: 'left', duration: 1 }
    const { sites } = await filmSites({ output: { ...size, fps: 30 }, scenes: [scene, { ...scene, transition }] }, folder)
    const [one, other] = [
      await layersAndShots(sites[0]!, size, { frames: 30, every: 1 }),
      await layersAndShots(sites[1]!, size, { frames: 1, every: 1 }),
    ]
    // The move goes on at its pace: the last step within the scene is as large as the one over its end.
    const step = (a: Grey | undefined, b: Grey | undefined) => meanDifference(a, b)
    const inside = step(one[28]?.shown, one[29]?.shown)
    const across = step(one[29]?.shown, other[0]?.shown)
    expect(inside).toBeGreaterThan(1)
    expect(across / inside).toBeGreaterThan(0.8)
    expect(across / inside).toBeLessThan(1.25)
  })
})

function meanDifference(one: Grey | undefined, other: Grey | undefined): number {
  if (!one || !other) throw new Error('a frame is missing')
  let sum = 0
  for (const [at, value] of one.data.entries()) sum += Math.abs(value - (other.data[at] ?? 0))
  return sum / one.data.length
}
