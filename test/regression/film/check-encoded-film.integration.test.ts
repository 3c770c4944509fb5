import { copyFile } from 'node:fs/promises'
import { beforeAll, expect, test } from 'vitest'
import { checkEncodedFilm } from '../../../src/regression/film/check-encoded-film.ts'
import type { FilmCheck, FilmFinding } from '../../../src/regression/film/film-check.ts'
import { changeFilm, filmPath, writeFilm, type Change } from '../../support/test-films.ts'

let baseline: string
beforeAll(async () => {
  baseline = await writeFilm('baseline.mp4')
})

async function check(actual: string): Promise<FilmCheck> {
  return checkEncodedFilm({ baseline, actual }, new AbortController().signal)
}

async function checkOf(name: string, change: Change): Promise<FilmCheck> {
  return check(await changeFilm(baseline, name, change))
}

function texts({ findings }: FilmCheck): readonly string[] {
  return findings.map(({ text }) => text)
}

function kinds({ findings }: FilmCheck): readonly FilmFinding['kind'][] {
  return findings.map(({ kind }) => kind)
}

test('a copy is the same in every frame and every sample', async () => {
  const copy = await filmPath('copy.mp4')
  await copyFile(baseline, copy)
  const { verdict, findings, frames, sound } = await check(copy)
  expect({ verdict, findings, frames: frames.length }).toEqual({ verdict: 'same', findings: [], frames: 72 })
  expect(frames.every(({ psnr, ssim }) => psnr === null && ssim === 1)).toBe(true)
  expect(sound).toMatchObject({ offset: { samples: 0 }, correlation: expect.closeTo(1, 6) })
})

test.each([20, 28])('a film that is coded again at crf %i, sound too, is noise', async (crf) => {
  const { verdict, findings, frames, sound } = await checkOf(`again-${crf}.mp4`, { crf, audio: 'anull' })
  expect({ verdict, findings }).toEqual({ verdict: 'noise', findings: [] })
  expect(frames.map(({ frame, actualFrame }) => frame - actualFrame).every((shift) => shift === 0)).toBe(true)
  expect(sound?.correlation).toBeGreaterThan(0.98)
})

test('a frame that is missing is named, and not the good ones after it', async () => {
  const result = await checkOf('dropped.mp4', { video: "select='not(eq(n,41))',setpts=N/24/TB" })
  expect(texts(result)).toEqual(['frame 41 of the baseline is missing (1.708 s), and the next one comes 1 frame early'])
  expect(result.frames).toHaveLength(71)
  expect(result.frames.at(-1)).toMatchObject({ frame: 71, actualFrame: 70 })
})

test('a frame that is missing from the file while its time is kept is named so', async () => {
  const result = await checkOf('hole.mp4', { video: "select='not(eq(n,41))'", options: ['-fps_mode', 'passthrough'] })
  expect(texts(result)).toEqual(['frame 41 of the baseline is missing (1.708 s), and the frame before is shown for so long'])
})

test('a frame that is there twice is named', async () => {
  const result = await checkOf('twice.mp4', { video: 'split[a][b];[a]trim=end_frame=40[c];[b]trim=start_frame=39[d];[c][d]concat,setpts=N/24/TB' })
  expect(texts(result)).toEqual(['frame 39 is shown twice (frame 40 of the film, 1.667 s)'])
})

test('a frame that is shown in place of the next one is named', async () => {
  const result = await checkOf('in-place.mp4', { video: 'split[a][b];[a][b]freezeframes=first=40:last=40:replace=39' })
  expect(texts(result)).toEqual(['frame 39 is shown twice, the second time in place of frame 40 (1.667 s)'])
})

test('a stretch that stands still is named once', async () => {
  const result = await checkOf('frozen.mp4', { video: 'split[a][b];[a][b]freezeframes=first=30:last=53:replace=29' })
  expect(texts(result)).toEqual(['the picture stands still in frames 30 to 53 (1.250 to 2.208 s), 24 frames in which the baseline moves'])
})

test('black frames are named', async () => {
  const result = await checkOf('black.mp4', { video: "drawbox=c=black:t=fill:enable='between(n,20,22)'" })
  expect(texts(result)).toEqual(['frames 20 to 22 are black (0.833 to 0.917 s)'])
})

test('a film that starts late is told from one that is wrong from the start', async () => {
  const result = await checkOf('late.mp4', { video: 'tpad=start=6:color=black' })
  expect(texts(result)).toEqual([
    'the film starts 6 frames late, with what the baseline does not have: they are black (frames 0 to 5 of the film, 0.000 to 0.208 s)',
  ])
})

test('a film that ends early is told by how many frames', async () => {
  const result = await checkOf('short.mp4', { video: 'trim=end_frame=60' })
  expect(texts(result)).toContain('the film ends 12 frames early: frames 60 to 71 of the baseline are missing (2.500 to 2.958 s)')
})

test.each([
  ['range', 'scale=in_range=tv:out_range=pc,setparams=range=tv', /limited range \(16 to 235\) were stretched/],
  ['range', 'scale=in_range=pc:out_range=tv,setparams=range=tv', /full range \(0 to 255\) were squeezed/],
  ['matrix', 'scale=in_color_matrix=bt709:out_color_matrix=bt601,setparams=colorspace=bt709', /coded by BT\.601 and are shown by BT\.709/],
  ['matrix', 'scale=in_color_matrix=bt601:out_color_matrix=bt709,setparams=colorspace=bt709', /coded by BT\.709 and are shown by BT\.601/],
  ['colour', "lutyuv=y='val+2'", /brightness \(Y\) \+2\.0/],
  ['colour', 'swapuv', /red is blue/],
] as const)('colours that are wrong in the whole film are named: %s by %s', async (kind, video, text) => {
  const result = await checkOf(`colour-${video.length}-${kind}.mp4`, { video })
  expect(kinds(result)).toEqual([kind])
  expect(texts(result)[0]).toMatch(text)
})

test('wrong tags are told as tags, and what a player makes of them', async () => {
  const result = await checkOf('tags.mp4', { options: ['-bsf:v', 'h264_metadata=matrix_coefficients=6'] })
  expect(texts(result)).toEqual([
    'the colour matrix is smpte170m, not bt709',
    'the matrix is wrong: colours were coded by BT.709 and are shown by BT.601',
  ])
})

test('a small thing that is added is found, with its place and its frames', async () => {
  const result = await checkOf('spot.mp4', { video: "drawbox=x=200:y=60:w=16:h=10:color=white:t=fill:enable='between(n,10,20)'" })
  expect(kinds(result)).toEqual(['picture'])
  expect(result.findings[0]).toMatchObject({ frames: { from: 10, to: 20 } })
  expect(texts(result)[0]).toMatch(/most around x 210, y 70 in frame \d+, by \d\d of 255/)
})

test('a film of another size, rate and pixel format is said to be, and compared all the same', async () => {
  const video = 'scale=480:270,fps=30,format=yuv444p'
  const result = await checkOf('other.mp4', { video, options: ['-pix_fmt', 'yuv444p'] })
  expect(texts(result)).toEqual([
    "the picture is 480x270, not 320x180; it is compared at the baseline's size",
    "the film has 30 frames per second, not 24; it is compared at the baseline's times",
    'the pixel format is yuv444p, not yuv420p',
  ])
  expect(result.frames).toHaveLength(72)
  expect(Math.min(...result.frames.map(({ ssim }) => ssim))).toBeGreaterThan(0.9)
})

test('sound that is 20 ms late is told to the sample, by its samples or by its time', async () => {
  const text = 'the sound is 20.0 ms (960 samples of 48000 a second) late'
  expect(texts(await checkOf('late-sound.mp4', { audio: 'adelay=20:all=1' }))).toEqual([text])
  const late = { input: ['-itsoffset', '0.02', '-i', baseline], options: ['-map', '0:v', '-map', '1:a'] }
  expect(texts(await checkOf('late-track.mp4', late))).toEqual([text])
})

test('sound that is 3 dB quieter is told in LU', async () => {
  const result = await checkOf('quiet.mp4', { audio: 'volume=-3dB' })
  expect(kinds(result)).toEqual(['sound-level'])
  expect(texts(result)[0]).toMatch(/^the sound is 3\.0 LU quieter: -\d+\.\d instead of -\d+\.\d LUFS/)
})

test('a film without its sound, and one whose sound has a hole, are told apart', async () => {
  expect(texts(await checkOf('silent.mp4', { options: ['-an'] }))).toEqual(['the film has no sound, and the baseline has'])
  const hole = await checkOf('hole-in-sound.mp4', { audio: "volume=enable='between(t,1,2)':volume=0" })
  expect(texts(hole)).toEqual([expect.stringMatching(/^the sound is \d\.\d LU quieter/), 'the sound is missing (1.00 to 2.00 s)'])
})

test('a baseline that stands still and ends in black gives no finding', async () => {
  const still = await writeFilm('still.mp4', { stands: true })
  const faded = await changeFilm(still, 'faded.mp4', { video: 'fade=out:60:10' })
  const again = await changeFilm(faded, 'faded-again.mp4', { crf: 23, audio: 'anull' })
  const { verdict, findings } = await checkEncodedFilm({ baseline: faded, actual: again }, new AbortController().signal)
  expect({ verdict, findings }).toEqual({ verdict: 'noise', findings: [] })
})

test('a frame that is missing where the picture stands still is told as one of those', async () => {
  const still = await writeFilm('still-too.mp4', { stands: true })
  const dropped = await changeFilm(still, 'still-dropped.mp4', { video: "select='not(eq(n,41))',setpts=N/24/TB" })
  const { findings } = await checkEncodedFilm({ baseline: still, actual: dropped }, new AbortController().signal)
  expect(findings.map(({ text }) => text)).toEqual([
    expect.stringMatching(/^1 frame of frames 36 to 47 of the baseline is missing, where the picture stands still/),
  ])
})
