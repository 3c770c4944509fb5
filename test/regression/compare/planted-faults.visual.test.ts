import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { findFfmpeg } from '../../../src/encoder/find-ffmpeg.ts'
import { comparePictures } from '../../../src/regression/compare/compare-pictures.ts'
import { decodePng } from '../../../src/regression/picture/decode-picture.ts'
import { encodePng } from '../../../src/regression/picture/encode-picture.ts'
import type { Picture } from '../../../src/regression/picture/picture.ts'
import { parseFrameRules } from '../../../src/regression/rules/parse-frame-rules.ts'
import { rulesFor } from '../../../src/regression/rules/rules-for.ts'
import { changedChannels, photoPicture, seededNumbers } from '../../support/real-pictures.ts'
import { frameDrawer } from '../../support/drawn-frames.ts'
import { ownTemplate } from '../../support/own-template.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { templateScene } from '../../support/template-scene.ts'

const size = { width: 640, height: 360 }
const rules = rulesFor(parseFrameRules({}, 'rules'), { scene: 1 })
const draw = frameDrawer()
const photos = join(import.meta.dirname, '../../../samples/photos')

type PhotoWish = {
  /** Where the camera looks, as a part of the photograph's width. */
  readonly x?: number
  readonly photo?: string
  /** To have it enlarged. */
  readonly photoWidth?: number
}

/** One frame of a photograph under the camera, with a caption above it, as Chromium draws it. */
async function photoFrame({ x = 0.5, photo = 'bridge.jpg', photoWidth }: PhotoWish = {}): Promise<Picture> {
  const kenBurns = { startScale: 1.2, endScale: 1.2, startX: x, endX: x, startY: 0.5, endY: 0.5, easing: 'linear' }
  const folder = await tempFolder()
  const original = join(photos, photo)
  const image = photoWidth === undefined ? original : join(folder, 'small.png')
  if (photoWidth !== undefined) await sharp(original).resize(photoWidth).png().toFile(image)
  const site = await templateScene({ image, kenBurns, captions: 'The bridge in the evening' }, { folder, size })
  const [picture] = await draw(site, size, [0])
  if (!picture) throw new Error('no frame was drawn')
  return picture
}

let plain: Promise<Picture> | undefined

/** The frame that most faults are planted in; drawn once. */
function plainFrame(): Promise<Picture> {
  plain ??= photoFrame()
  return plain
}

/** A card with a title; `style` is what is changed of it. */
async function titleFrame(style = ''): Promise<Picture> {
  const body = '<h1>Har<i>b</i>our</h1><p>Seen from the old bridge</p>'
  const card =
    'body { background: linear-gradient(#dde6ee, #9fb4c7) } h1 { margin: 90px 0 0 60px; font: 700 64px sans-serif } p { margin: 20px 60px; font: 28px sans-serif } i { font-style: normal }'
  const [picture] = await draw(await ownTemplate({ style: `${card} ${style}`, body }, { folder: await tempFolder(), size }), size, [0])
  if (!picture) throw new Error('no frame was drawn')
  return picture
}

/** A photograph with a caption over it; `style` is what is changed of it. */
async function postcardFrame(style = ''): Promise<Picture> {
  const body = '<main><img src="../assets/photo.jpg"><h1>Har<i>b</i>our</h1></main>'
  const card =
    'main { position: relative } img { position: absolute; left: -20px; top: -20px; width: 680px; height: 400px; object-fit: cover } h1 { position: absolute; left: 60px; top: 90px; margin: 0; color: #fff; font: 700 64px sans-serif } i { font-style: normal }'
  const assets = new Map([['photo.jpg', () => Promise.resolve(join(photos, 'bridge.jpg'))]])
  const [picture] = await draw(await ownTemplate({ style: `${card} ${style}`, body }, { folder: await tempFolder(), size, assets }), size, [0])
  if (!picture) throw new Error('no frame was drawn')
  return picture
}

/** A flat bar in a dark panel, instead of the title. */
function barOf(colour: string): string {
  return `h1 { width: 300px; height: 10px; border-radius: 5px; font-size: 0; box-shadow: 0 0 0 16px #14161b; background: ${colour} }`
}

/** Coded as YUV by FFmpeg and decoded again, each by rules of its own. */
async function throughYuv(picture: Picture, coded: string, decoded: string): Promise<Picture> {
  const folder = await tempFolder()
  const [source, yuv, target] = ['in.png', 'frame.yuv', 'out.png'].map((name) => join(folder, name)) as [string, string, string]
  await writeFile(source, await encodePng(picture))
  const ffmpeg = promisify(execFile)
  const raw = ['-f', 'rawvideo', '-pix_fmt', 'yuv444p', '-s', `${picture.width}x${picture.height}`]
  await ffmpeg(findFfmpeg().ffmpeg, [
    '-v',
    'error',
    '-i',
    source,
    '-vf',
    `scale=${coded}:flags=accurate_rnd+full_chroma_int,format=yuv444p`,
    '-f',
    'rawvideo',
    yuv,
  ])
  await ffmpeg(findFfmpeg().ffmpeg, [
    '-v',
    'error',
    ...raw,
    '-i',
    yuv,
    '-vf',
    `scale=${decoded}:flags=accurate_rnd+full_chroma_int,format=gbrp`,
    target,
  ])
  return decodePng(target)
}

const as709 = 'out_color_matrix=bt709:out_range=tv'
type Planted = readonly [string, () => Promise<readonly [Picture, Picture]>, readonly string[], RegExp]

/** A pixel of the frame, as a part of the photograph at a scale of 1.2. */
const pixelOfPhoto = 1 / (size.width * 1.2)

const planted: readonly Planted[] = [
  [
    'a photograph 1 px to the left',
    async () => [await plainFrame(), await photoFrame({ x: 0.5 + pixelOfPhoto })],
    ['moved'],
    /moved by (1|0\.9\d|1\.0) px to the left/,
  ],
  [
    'a photograph 0.25 px to the left',
    async () => [await plainFrame(), await photoFrame({ x: 0.5 + pixelOfPhoto / 4 })],
    ['moved'],
    /moved by 0\.(2[2-9]?|3) px to the left/,
  ],
  [
    'a title 1 px to the right',
    async () => [await titleFrame(), await titleFrame('h1 { transform: translateX(1px) }')],
    ['moved'],
    /moved by (1|0\.9\d|1\.0) px to the right/,
  ],
  [
    'colours 2 levels brighter',
    async () => {
      const picture = await plainFrame()
      return [picture, changedChannels(picture, (value) => value + 2)]
    },
    ['colour'],
    /colour shifted by \+2 red, \+2 green, \+2 blue/,
  ],
  [
    'blue 2 levels stronger',
    async () => {
      const picture = await plainFrame()
      return [picture, changedChannels(picture, (value, at) => (at % 4 === 2 ? value + 2 : value))]
    },
    ['colour'],
    /colour shifted by \+2 blue$/,
  ],
  [
    'a glyph that is missing',
    async () => [await titleFrame(), await titleFrame('i { visibility: hidden }')],
    ['local'],
    /something is missing, in \d+ x \d+ pixels at 1\d\d,\d+/,
  ],
  [
    'a range taken for the other',
    async () => {
      const picture = await plainFrame()
      return [
        await throughYuv(picture, as709, 'in_color_matrix=bt709:in_range=tv'),
        await throughYuv(picture, as709, 'in_color_matrix=bt709:in_range=pc'),
      ]
    },
    ['range'],
    /limited range was taken for full range/,
  ],
  [
    'the other range taken for it',
    async () => {
      const picture = await plainFrame()
      return [
        await throughYuv(picture, as709, 'in_color_matrix=bt709:in_range=tv'),
        await throughYuv(picture, 'out_color_matrix=bt709:out_range=pc', 'in_color_matrix=bt709:in_range=tv'),
      ]
    },
    ['range'],
    /full range was taken for limited range/,
  ],
  [
    'a matrix taken for the other',
    async () => {
      const picture = await plainFrame()
      return [
        await throughYuv(picture, as709, 'in_color_matrix=bt709:in_range=tv'),
        await throughYuv(picture, as709, 'in_color_matrix=bt601:in_range=tv'),
      ]
    },
    ['matrix'],
    /decoded by BT\.601 instead of BT\.709/,
  ],
  [
    'the other matrix taken for it',
    async () => {
      const picture = await plainFrame()
      return [
        await throughYuv(picture, as709, 'in_color_matrix=bt709:in_range=tv'),
        await throughYuv(picture, 'out_color_matrix=bt601:out_range=tv', 'in_color_matrix=bt709:in_range=tv'),
      ]
    },
    ['matrix'],
    /decoded by BT\.709 instead of BT\.601/,
  ],
  [
    'a bar with round ends in another colour',
    async () => [await postcardFrame(barOf('#7fd1c7')), await postcardFrame(barOf('#d0342c'))],
    ['colour'],
    /^colour shifted by \+81 red, -157 green, -155 blue, in 300 x 10 pixels at 60,90$/,
  ],
  [
    'a raster that is enlarged',
    async () => {
      return [await plainFrame(), await photoFrame({ photoWidth: 480 })]
    },
    ['blurred'],
    /blurred: the finest detail has \d+ %/,
  ],
  [
    'a picture that is turned by 0.3 degrees',
    async () => [await postcardFrame(), await postcardFrame('main { width: 640px; height: 360px; transform: rotate(0.3deg) }')],
    ['moved'],
    /^turned by 0\.(29|3|31)° clockwise$/,
  ],
  [
    'a picture that is turned the other way, and moved',
    async () => [await postcardFrame(), await postcardFrame('main { width: 640px; height: 360px; transform: translateX(2px) rotate(-0.2deg) }')],
    ['moved'],
    /^moved by (2|1\.9) px to the right,( and)? turned by 0\.(19|2|21)° anticlockwise/,
  ],
  [
    'a picture that is enlarged by 0.4 %',
    async () => [await postcardFrame(), await postcardFrame('main { width: 640px; height: 360px; transform: scale(1.004) }')],
    ['moved'],
    /^grown by 0\.(39|4|41|42) %$/,
  ],
  [
    'a title that is turned by 1 degree',
    async () => [await titleFrame(), await titleFrame('h1 { width: 245px; transform: rotate(1deg) }')],
    ['moved'],
    /turned by (0\.9\d?|1|1\.0\d)° clockwise.*, in \d+ x \d+ pixels at \d+,\d+$/,
  ],
  [
    'a glyph that is missing where all colours are 3 levels brighter',
    async () => {
      const missing = await titleFrame('i { visibility: hidden }')
      return [await titleFrame(), changedChannels(missing, (value) => value + 3)]
    },
    ['colour', 'local'],
    /^colour shifted by \+3 red, \+3 green, \+3 blue; something is missing, in \d+ x \d+ pixels at 1\d\d,\d+$/,
  ],
  [
    'a glyph that is missing where the whole picture has moved by 0.6 px',
    async () => [
      await postcardFrame(),
      await postcardFrame('main { transform: translateX(0.6px); will-change: transform } i { visibility: hidden }'),
    ],
    ['moved', 'local'],
    /^moved by 0\.(5\d|6\d?) px to the right; something is missing, in \d+ x \d+ pixels at 1\d\d,\d+$/,
  ],
  ['another photograph', async () => [await plainFrame(), await photoFrame({ photo: 'brook.jpg' })], ['everywhere'], /different everywhere/],
]

describe('a planted fault is found and named', () => {
  it.each(planted)('%s', async (_name, plant, kinds, text) => {
    const [baseline, actual] = await plant()
    const { outcome, findings } = comparePictures(baseline, actual, rules)
    expect({ outcome, kinds: findings.map(({ kind }) => kind) }).toEqual({ outcome: 'changed', kinds })
    expect(findings.map((finding) => finding.text).join('; ')).toMatch(text)
  })
})

it('no blur or sharpening is named where the finest detail is as strong as before, such as grain that has moved by 1 px', async () => {
  const photo = await photoPicture('brook.jpg', size)
  const grain = (right: number) => {
    const number = seededNumbers(5)
    const levels = Float32Array.from({ length: size.width * size.height }, () => 76 * number())
    return changedChannels(photo, (value, at) => {
      const [column, row] = [Math.floor(at / 4) % size.width, Math.floor(at / 4 / size.width)]
      const isIn = column >= 100 && column < 281 && row >= 150 && row < 187
      return isIn ? 0.7 * value + (levels[row * size.width + column - right] ?? 0) : value
    })
  }
  const { outcome, findings } = comparePictures(grain(0), grain(1), rules)
  expect(outcome).toBe('changed')
  expect(findings.map(({ kind }) => kind)).not.toContain('sharpened')
  expect(findings.map(({ kind }) => kind)).not.toContain('blurred')
})
