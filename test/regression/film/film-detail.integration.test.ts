import { beforeAll, expect, test } from 'vitest'
import { checkEncodedFilm } from '../../../src/regression/film/check-encoded-film.ts'
import type { FilmCheck } from '../../../src/regression/film/film-check.ts'
import { changeFilm, writePhotoFilm, type Change } from '../../support/test-films.ts'

let baseline: string
beforeAll(async () => {
  baseline = await writePhotoFilm('baseline.mp4')
})

async function checkOf(name: string, change: Change): Promise<FilmCheck> {
  const actual = await changeFilm(baseline, `${name}.mp4`, change)
  return checkEncodedFilm({ baseline, actual }, new AbortController().signal)
}

/** What is `x` pixels to the right and `y` down, resampled where these are no whole ones. */
function shifted(x: number, y: number): string {
  const corners = [0, 1, 2, 3].map((corner) => {
    const [left, top] = [corner % 2 === 0 ? `${-x}` : `W-${x}`, corner < 2 ? `${-y}` : `H-${y}`]
    return `x${corner}=${left}:y${corner}=${top}`
  })
  return `perspective=${corners.join(':')}:interpolation=cubic`
}

const during = ":enable='between(n,12,29)'"

test.each([
  ['blurred by 0.6 px', 'gblur=sigma=0.6', 'blurred', /blurred: the finest detail has [67]\d % of its strength$/],
  ['blurred by 1.2 px', 'gblur=sigma=1.2', 'blurred', /blurred: the finest detail has [34]\d % of its strength$/],
  ['sharpened', 'unsharp=5:5:0.6', 'sharpened', /sharpened: the finest detail has 1\d\d % of its strength$/],
  ['a quarter of a pixel to the right', shifted(0.25, 0), 'moved', /moved by 0\.2\d px to the right(?: and 0.0\d px (?:up|down))?$/],
  ['a pixel up', shifted(0, -1), 'moved', /moved by 1 px up$/],
] as const)('a picture that is %s is named, in all frames and in some', async (name, video, kind, text) => {
  const always = await checkOf(name, { video })
  expect(always.findings).toEqual([{ kind, text: expect.stringMatching(text), frames: null, seconds: null }])
  expect(always.findings[0]?.text).toMatch(/^every frame is /)
  const sometimes = await checkOf(`${name}, for a while`, { video: video + during })
  expect(sometimes.findings).toEqual([expect.objectContaining({ kind, text: expect.stringMatching(text), frames: { from: 12, to: 29 } })])
  expect(sometimes.findings[0]?.text).toMatch(/^frames 12 to 29 \(0\.500 to 1\.208 s\) are /)
})

test.each<readonly [string, Change]>([
  ['with four less of quality', { crf: 20 }],
  ['by another preset', { crf: 16, video: 'null', options: ['-preset', 'ultrafast'] }],
  ['in other chunks', { crf: 18, options: ['-g', '7', '-bf', '0'] }],
  ['by another coder', { crf: 22, options: ['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=error'] }],
])('a film that is coded again %s is neither blurred nor moved', async (name, change) => {
  const { verdict, findings } = await checkOf(name, change)
  expect({ verdict, findings }).toEqual({ verdict: 'noise', findings: [] })
})
