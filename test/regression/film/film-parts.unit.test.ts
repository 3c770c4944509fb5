import { expect, test } from 'vitest'
import { compareFilmsJob, hasSameRate, type ComparisonOrder } from '../../../src/encoder/comparison/compare-films-job.ts'
import { detailMeasures } from '../../../src/encoder/comparison/detail-graph.ts'
import { filterPath } from '../../../src/encoder/comparison/filter-path.ts'
import { parseFrameMetadata } from '../../../src/encoder/comparison/frame-metadata.ts'
import type { FilmFileFacts, PictureFacts } from '../../../src/encoder/comparison/probe-film.ts'
import type { FrameDetail } from '../../../src/encoder/comparison/read-detail.ts'
import { parseVmafLog } from '../../../src/encoder/comparison/vmaf-log.ts'
import { filtersIn } from '../../../src/encoder/comparison/why-no-vmaf.ts'
import { alignFrames } from '../../../src/regression/film/alignment/align-frames.ts'
import { strideOf, type Thumbnails } from '../../../src/regression/film/alignment/thumbnails.ts'
import { detailOfFrame } from '../../../src/regression/film/detail/detail-of-frame.ts'
import { firstOfEqualPeaks } from '../../../src/regression/film/sound/first-of-equal-peaks.ts'

const picture: PictureFacts = {
  ...{ stream: 0, codec: 'h264', width: 1280, height: 720, pixelFormat: 'yuv420p', fps: { num: 30, den: 1 }, frames: 90, rotation: 0 },
  ...{ range: 'tv', matrix: 'bt709', primaries: 'bt709', transfer: 'bt709', pixelShape: '1:1' },
}
const film: FilmFileFacts = { path: '/films/one.mp4', bytes: 1, durationS: 3, picture, sound: null, soundTracks: 0, subtitleTracks: 0 }
const order: ComparisonOrder = {
  ...{ baseline: film, actual: { ...film, path: '/films/two.mp4' }, spans: null, thumbnails: { width: 64, height: 36 }, hasDetail: false },
  ...{ hasVmaf: false, sound: null, folder: '/tmp/x' },
}

function graphOf(wish: Partial<ComparisonOrder>): string {
  const { outputOptions } = compareFilmsJob({ ...order, ...wish })
  return outputOptions[outputOptions.indexOf('-filter_complex') + 1] ?? ''
}

test('films that look the same are compared as they are, and others are brought to the look of the baseline', () => {
  expect(graphOf({})).not.toContain('bicubic')
  const small = { ...film, picture: { ...picture, width: 640, height: 360, matrix: 'smpte170m', range: 'pc' as const } }
  expect(graphOf({ actual: small })).toContain(
    'scale=1280:720:flags=bicubic+accurate_rnd+full_chroma_int:in_color_matrix=smpte170m:out_color_matrix=bt709:in_range=pc:out_range=tv,format=yuv420p',
  )
  expect(graphOf({ actual: { ...film, picture: { ...picture, fps: { num: 25, den: 1 } } } })).toContain(',fps=30/1,')
})

test('films of one size and rate are held against each other a pixel away on all sides, and each against itself', () => {
  const graph = graphOf({ hasDetail: true })
  expect(graph).toContain('[baseline-luma]extractplanes=y,split=6')
  expect(graph).toContain('[right-whole]crop=iw-2:ih-2:1:0,field=top[right]')
  expect([...graph.matchAll(/file=\/tmp\/x\/detail-(\w+)\.txt/g)]).toHaveLength(9)
  expect(graphOf({ hasDetail: false })).not.toContain('luma')
})

test('VMAF is asked for where there is libvmaf, with the film as the first and the baseline as the second input', () => {
  expect(graphOf({ hasVmaf: true })).toContain(
    '[measured-2][vmaf-reference]libvmaf=log_fmt=json:log_path=/tmp/x/vmaf.json:shortest=1:repeatlast=0[measured-3]',
  )
  expect(graphOf({ hasVmaf: false })).not.toContain('vmaf')
})

test('libvmaf is found in the list of filters of old and of new FFmpegs', () => {
  const list = (flags: string) =>
    ` ${flags} psnr              VV->V      Calculate the PSNR.\n ${flags} libvmaf           VV->V      Calculate the VMAF.\n`
  for (const flags of ['...', 'TS.', '..', 'TS']) expect([...filtersIn(list(flags))]).toEqual(['psnr', 'libvmaf'])
})

test('VMAF is read in the order of the frames', () => {
  const frame = (frameNum: number, vmaf: number) => ({ frameNum, metrics: { integer_motion: 0, vmaf } })
  expect(parseVmafLog(JSON.stringify({ version: '3.0.0', frames: [frame(1, 80.5), frame(0, 97)], pooled_metrics: {} }))).toEqual([97, 80.5])
})

test('the text of metadata is read frame by frame, with times that are missing as such', () => {
  const text =
    'frame:0    pts:0       pts_time:0\nlavfi.psnr.psnr_avg=inf\nframe:1    pts:NOPTS       pts_time:NOPTS\nlavfi.psnr.psnr_avg=41.2\nlavfi.ssim.All=0.99\n'
  expect(parseFrameMetadata(text)).toEqual([
    { seconds: 0, values: { 'lavfi.psnr.psnr_avg': 'inf' } },
    { seconds: null, values: { 'lavfi.psnr.psnr_avg': '41.2', 'lavfi.ssim.All': '0.99' } },
  ])
})

test('a path in a filter keeps its signs', () => {
  expect(filterPath('/tmp/plain')).toBe('/tmp/plain')
  expect(filterPath("/a:b/it's")).toBe(String.raw`/a\\:b/it\\\'s`)
})

test('29.97 frames per second are not 30, and 30000/1000 are', () => {
  expect(hasSameRate({ num: 30_000, den: 1001 }, { num: 30, den: 1 })).toBe(false)
  expect(hasSameRate({ num: 30_000, den: 1000 }, { num: 30, den: 1 })).toBe(true)
})

const size = { width: 8, height: 4 }

/** A film in which a bright bar moves a little with each number. */
function thumbnailsOf(numbers: readonly number[]): Thumbnails {
  const stride = strideOf(size)
  const data = new Uint16Array(numbers.length * stride).fill(128 * 256)
  numbers.forEach((number, frame) => {
    for (let at = 0; at < size.width * size.height; at++) data[frame * stride + at] = 256 * (100 + 60 * Math.sin((at % size.width) + number / 3))
  })
  return { size, count: numbers.length, data }
}

/** Measures of waves across and down, `away` pixels further right and `strength` times as strong as in the baseline. */
function measuresOf(away: number, strength: number): FrameDetail {
  const energy = (x: number, y: number) => 1000 * (2 - Math.cos(0.5 * x) - Math.cos(0.3 * y))
  const apart = (x: number, y: number) => 1000 * (1 - strength) ** 2 + strength * energy(x, y)
  return {
    ...{ here: apart(away, 0), right: apart(away + 1, 0), left: apart(away - 1, 0), down: apart(away, 1), up: apart(away, -1) },
    ...{ baselineStep: energy(1, 1), baselineStride: energy(2, 2) },
    ...{ actualStep: strength ** 2 * energy(1, 1), actualStride: strength ** 2 * energy(2, 2) },
  }
}

test('how far a picture is elsewhere follows from how it differs a pixel to the left and to the right', () => {
  for (const away of [-0.5, -0.25, 0, 0.1, 0.25]) {
    const { move, detail } = detailOfFrame(measuresOf(away, 1))
    expect(move).toMatchObject({ x: expect.closeTo(away, 1), y: expect.closeTo(0, 1) })
    expect(detail).toEqual({ strength: 1, share: 0 })
    if (away !== 0) expect(move?.share).toBeGreaterThan(0.8)
  }
})

test('how strong the finest detail is follows from how a picture differs from itself', () => {
  const { move, detail } = detailOfFrame(measuresOf(0, 0.7))
  expect(detail?.strength).toBeCloseTo(0.7, 6)
  expect(detail?.share).toBeGreaterThan(0.7)
  expect(move).toMatchObject({ x: expect.closeTo(0, 6), share: expect.closeTo(0, 6) })
})

test('nothing is told of a picture without detail', () => {
  const flat = Object.fromEntries(detailMeasures.map((measure) => [measure, 0.5])) as FrameDetail
  expect(detailOfFrame(flat)).toEqual({ move: null, detail: null })
})

const numbersTo = (end: number) => Array.from({ length: end }, (_, index) => index)

test('frames that are missing in one place and too many in another are found apart', () => {
  const shown = numbersTo(60).flatMap((number) => (number === 20 || number === 21 ? [] : number === 45 ? [45, 45, 45] : [number]))
  const { missing, extra, pairs } = alignFrames(thumbnailsOf(numbersTo(60)), thumbnailsOf(shown), 30)
  expect(missing).toEqual([{ from: 20, to: 21, before: 20 }])
  expect(extra).toEqual([expect.objectContaining({ before: expect.toBeOneOf([45, 46]), to: expect.toBeOneOf([44, 45]) })])
  expect(pairs).toHaveLength(58)
})

test('a frame that is missing is found in a film that is coded anew and much shorter', () => {
  const shown = numbersTo(40).filter((number) => number !== 11)
  const coded = thumbnailsOf(shown)
  // Up to 0.4 levels, otherwise in each frame: a third of what one frame to the next differs by.
  coded.data.forEach((value, at) => (coded.data[at] = value + ((at * 7919) % 205) - 102))
  const { missing, extra } = alignFrames(thumbnailsOf(numbersTo(200)), coded, 30)
  expect({ missing, extra }).toEqual({
    missing: [
      { from: 11, to: 11, before: 11 },
      { from: 40, to: 199, before: 39 },
    ],
    extra: [],
  })
})

test('frames that only look otherwise stay where they are', () => {
  const shown = numbersTo(60).map((number) => (number > 20 && number < 30 ? number + 9 : number))
  const { missing, extra, pairs } = alignFrames(thumbnailsOf(numbersTo(60)), thumbnailsOf(shown), 30)
  expect({ missing, extra }).toEqual({ missing: [], extra: [] })
  expect(pairs.every(({ baseline, actual }) => baseline === actual)).toBe(true)
})

test('of peaks that are as high, the one that moves a sound least is taken', () => {
  const correlations = [0.2, 0.99, 0.2, 0.1, 0.995, 0.3, 0.6].map((correlation, index) => ({ lag: index - 1, correlation }))
  expect(firstOfEqualPeaks(correlations)?.lag).toBe(0)
  expect(firstOfEqualPeaks([])).toBeNull()
})
