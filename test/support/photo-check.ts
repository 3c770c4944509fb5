import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { comparePictures } from '../../src/regression/compare/compare-pictures.ts'
import { decodePng } from '../../src/regression/picture/decode-picture.ts'
import { encodePng } from '../../src/regression/picture/encode-picture.ts'
import { usualTolerances } from '../../src/regression/rules/picture-rules.ts'
import type { FramePick, PickReason } from '../../src/regression/frame-pick.ts'
import type { CheckedFrame, Comparison, FrameCheck, FrameVerdict } from '../../src/regression/verdict.ts'

type Files = Pick<CheckedFrame, 'baseline' | 'actual' | 'difference'>

const photos = join(import.meta.dirname, '../../samples/photos')
const fps = 30
const sceneFrames = 240

/** Frames of a film of three photographs, one of each verdict and more, as a check leaves them in `folder`: PNG files and all. */
export async function photoCheck(folder: string, { width, height } = { width: 640, height: 360 }): Promise<FrameCheck> {
  await mkdir(folder, { recursive: true })
  const drawn = new PhotoFrames(folder, { width, height })
  const same: FrameVerdict = { state: 'same', comparison: { outcome: 'same', measures: null, findings: [] } }
  const frames: CheckedFrame[] = []
  const add = (picked: FramePick, verdict: FrameVerdict, files: Partial<CheckedFrame>) =>
    frames.push({ pick: picked, verdict, baseline: null, actual: null, difference: null, ...files })

  for (const [index, photo] of ['brook.jpg', 'bridge.jpg', 'sunset.jpg'].entries()) {
    const scene = index + 1
    const from = index * sceneFrames
    const name = `scene-0${scene}`
    if (scene > 1) {
      const transition = pick(`scene-0${index}-to-0${scene}`, from + 15, scene, 'transition')
      add(transition, same, { baseline: await drawn.frame(photo, transition, 'baseline') })
    }
    for (const [part, offset] of [
      ['first', 0],
      ['middle', 120],
      ['last', 239],
    ] as const) {
      const own = pick(`${name}-${part}`, from + offset, scene, part)
      add(own, same, { baseline: await drawn.frame(photo, own, 'baseline'), actual: await drawn.frame(photo, own, 'actual') })
    }
  }
  const replace = (name: string, verdict: FrameVerdict, files: Partial<CheckedFrame>) => {
    const index = frames.findIndex((frame) => frame.pick.name === name)
    const known = frames[index]
    if (known) frames[index] = { ...known, verdict, ...files }
  }
  replace('scene-01-middle', changed(moved), await drawn.changed('brook.jpg', { name: 'scene-01-middle', frame: 120 }, { left: 1, red: 0 }))
  replace('scene-02-first', changed(coloured), await drawn.changed('bridge.jpg', { name: 'scene-02-first', frame: 0 }, { left: 0, red: 12 }))
  replace(
    'scene-02-last',
    { state: 'noise', comparison: { outcome: 'noise', measures: { ...moved.measures, differentPixels: 4 }, findings: [] } },
    {},
  )
  replace('scene-03-first', { state: 'new' }, { baseline: null })
  const broken = join(folder, 'broken.png')
  await writeFile(broken, Buffer.from('89504e470d0a1a0a00', 'hex'))
  replace(
    'scene-03-last',
    { state: 'broken', problem: 'The baseline scene-03-last.png is no picture: it ends too early; approve the frame to replace it' },
    { baseline: broken },
  )
  const gone = pick('at-7.500s', 225, 1, 'chosen')
  add(gone, { state: 'gone' }, { baseline: await drawn.frame('brook.jpg', gone, 'baseline') })
  return {
    film: { path: 'films/summer.json', name: 'A long summer', width, height, fps, frames: 3 * sceneFrames },
    rendererKey: 'chrome-156-software',
    method: 'layers',
    isSkipped: false,
    frames: frames.toSorted((a, b) => a.pick.frame - b.pick.frame),
    seconds: 4.213,
    warnings: [],
  }
}

function pick(name: string, frame: number, scene: number, why: PickReason): FramePick {
  return { name, frame, seconds: frame / fps, scene, why: [why] }
}

type Change = Comparison & { readonly measures: NonNullable<Comparison['measures']> }

const moved: Change = {
  outcome: 'changed',
  measures: {
    ...{ differentPixels: 12_345, differentShare: 0.0536, antialiasedPixels: 321, largest: 97, psnr: 27.4, ssim: 0.9312 },
    box: { x: 40, y: 60, width: 320, height: 180 },
  },
  findings: [{ kind: 'moved', text: 'moved by 1 px to the right' }],
}

const coloured: Change = {
  outcome: 'changed',
  measures: {
    differentPixels: 230_400,
    differentShare: 1,
    antialiasedPixels: 0,
    largest: 12,
    psnr: 31.2,
    ssim: 0.9971,
    box: { x: 0, y: 0, width: 640, height: 360 },
  },
  findings: [
    { kind: 'colour', text: 'colour shifted by 12, 0, 0' },
    { kind: 'everywhere', text: 'different everywhere' },
  ],
}

function changed(comparison: Comparison): FrameVerdict {
  return { state: 'changed', comparison }
}

/** Coded once for all tests of a file: by photograph, frame and size. */
const coded = new Map<string, Promise<Buffer>>()

function once(key: string, make: () => Promise<Buffer>): Promise<Buffer> {
  const known = coded.get(key) ?? make()
  coded.set(key, known)
  return known
}

/** Photographs under a slow zoom. */
class PhotoFrames {
  readonly #folder: string
  readonly #size: { readonly width: number; readonly height: number }

  constructor(folder: string, size: { readonly width: number; readonly height: number }) {
    this.#folder = folder
    this.#size = size
  }

  async frame(photo: string, { name, frame }: Pick<FramePick, 'name' | 'frame'>, kind: string): Promise<string> {
    return this.#write(`${name}.${kind}`, await this.#drawn(photo, frame % sceneFrames))
  }

  /** A frame that is moved to the right, or redder, by so much. */
  async changed(
    photo: string,
    { name, frame }: Pick<FramePick, 'name' | 'frame'>,
    by: { readonly left: number; readonly red: number },
  ): Promise<Files> {
    const { width, height } = this.#size
    const baseline = await this.#drawn(photo, frame % sceneFrames)
    const actual = await once(`${name} ${width} actual`, async () => {
      const shifted = await sharp(baseline).extend({ left: by.left, extendWith: 'copy' }).toBuffer()
      const kept = sharp(shifted).extract({ left: 0, top: 0, width, height })
      return kept.linear([1, 1, 1], [by.red, 0, 0]).png({ compressionLevel: 3 }).toBuffer()
    })
    const difference = await once(`${name} ${width} difference`, async () => {
      const rules = { tolerances: usualTolerances, masks: [], regions: [] }
      return encodePng(comparePictures(await decodePng(baseline), await decodePng(actual), rules).differencePicture())
    })
    return {
      baseline: await this.#write(`${name}.baseline`, baseline),
      actual: await this.#write(`${name}.actual`, actual),
      difference: await this.#write(`${name}.difference`, difference),
    }
  }

  async #drawn(photo: string, frame: number): Promise<Buffer> {
    const { width, height } = this.#size
    const large = { width: Math.round(width * 1.2), height: Math.round(height * 1.2) }
    const whole = await once(`${photo} ${width}`, () =>
      sharp(join(photos, photo))
        .resize({ ...large, fit: 'cover' })
        .png({ compressionLevel: 1 })
        .toBuffer(),
    )
    return once(`${photo} ${frame} ${width}`, () => {
      const seen = 1 - frame / sceneFrames / 6
      const part = { width: Math.round(large.width * seen), height: Math.round(large.height * seen) }
      const corner = { left: (large.width - part.width) >> 1, top: (large.height - part.height) >> 1 }
      return sharp(whole)
        .extract({ ...part, ...corner })
        .resize(width, height, { fit: 'fill' })
        .png({ compressionLevel: 3 })
        .toBuffer()
    })
  }

  async #write(name: string, png: Buffer): Promise<string> {
    const path = join(this.#folder, `${name}.png`)
    await writeFile(path, png)
    return path
  }
}
