import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { comparePictures } from '../../../src/regression/compare/compare-pictures.ts'
import { pickFrames } from '../../../src/regression/pick/pick-frames.ts'
import { readPickWishes } from '../../../src/regression/pick/pick-wishes.ts'
import type { Picture } from '../../../src/regression/picture/picture.ts'
import { usualTolerances, type RuleBox } from '../../../src/regression/rules/picture-rules.ts'
import { nameSceneTiming } from '../../../src/regression/timing/name-scene-timing.ts'
import { nameTiming } from '../../../src/regression/timing/name-timing.ts'
import type { Finding } from '../../../src/regression/verdict.ts'
import { frameDrawer } from '../../support/drawn-frames.ts'
import { plannedFrames } from '../../support/planned-frames.ts'
import { changedChannels } from '../../support/real-pictures.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { templateScene } from '../../support/template-scene.ts'

const size = { width: 320, height: 180 }
const rules = { tolerances: usualTolerances, masks: [], regions: [] }
const draw = frameDrawer()
const image = join(import.meta.dirname, '../../../samples/photos/bridge.jpg')

/** Frames of a scene of two seconds under the camera, as Chromium draws them. */
async function sceneFrames(scene: object, frames: readonly number[]): Promise<readonly Picture[]> {
  const kenBurns = { startScale: 1, endScale: 1.15, easing: 'linear' }
  const site = await templateScene({ image, kenBurns, ...scene }, { folder: await tempFolder(), size })
  return draw(site, size, frames)
}

/** Looks at one of a run of frames whose neighbours are at hand. */
function timingOf(baseline: readonly Picture[], actual: readonly Picture[], at: number, masks: readonly RuleBox[] = []): readonly Finding[] {
  const [before, now] = [baseline[at], actual[at]]
  if (!before || !now) throw new Error(`there is no frame ${at}`)
  return nameTiming({ masks, baseline: before, actual: now, actualAt: (offset) => actual[at + offset] ?? null })
}

/** Frames with a part of them in a colour that is another one in each frame and each run. */
function withClock(frames: readonly Picture[], { x, y, width, height }: RuleBox, first: number): readonly Picture[] {
  return frames.map((frame, index) => {
    const [left, top, right, bottom] = [x * frame.width, y * frame.height, (x + width) * frame.width, (y + height) * frame.height].map(Math.round)
    return changedChannels(frame, (value, at) => {
      const [column, row] = [Math.floor(at / 4) % frame.width, Math.floor(at / 4 / frame.width)]
      const isClock = column >= (left ?? 0) && column < (right ?? 0) && row >= (top ?? 0) && row < (bottom ?? 0)
      return isClock ? first + 5 * index : value
    })
  })
}

const run = [11, 12, 13, 14, 15, 16, 17, 18]

describe('a fault of timing is found and named', () => {
  it.each([
    ['later', 1, 'late', /^the picture of the baseline comes one frame later, in \d+ x \d+ pixels at \d+,\d+$/],
    ['earlier', -1, 'early', /^the picture of the baseline comes one frame earlier, in \d+ x \d+ pixels at \d+,\d+$/],
  ])('a caption that comes one frame %s', async (_name, frames, kind, text) => {
    const cue = (frame: number) => ({ captions: [{ start: frame / 30, end: 1.5, text: 'The bridge in the evening' }] })
    const [baseline, actual] = [await sceneFrames(cue(15), run), await sceneFrames(cue(15 + frames), run)]
    const changed = run.indexOf(frames > 0 ? 15 : 14)
    const findings = timingOf(baseline, actual, changed)
    // Where the caption was not to be seen yet, it is now: the frame before has the picture of the baseline.
    expect(findings.map((finding) => finding.kind)).toEqual([kind])
    expect(findings[0]?.text).toMatch(text)
    expect(timingOf(baseline, actual, changed + 1)).toEqual([])
  })

  it('a caption that comes one frame later, beside a clock that is masked and shows another time in each run', async () => {
    const cue = (frame: number) => ({ captions: [{ start: frame / 30, end: 1.5, text: 'The bridge in the evening' }] })
    const [baseline, actual] = [await sceneFrames(cue(15), run), await sceneFrames(cue(16), run)]
    const late = run.indexOf(15)
    const clock = { x: 0.7, y: 0.1, width: 0.25, height: 0.2 }
    const [before, now] = [withClock(baseline, clock, 20), withClock(actual, clock, 150)]
    const masked = timingOf(before, now, late, [clock])
    expect(masked.map(({ text }) => text)).toEqual([
      expect.stringMatching(/^the picture of the baseline comes one frame later, in \d+ x \d+ pixels at \d+,1\d\d$/),
    ])
    // Where nothing is masked, the clock is a part of the change, and no frame has its picture.
    expect(timingOf(before, now, late)).toEqual([])
    expect(timingOf(before, now, late + 1, [clock])).toEqual([])
  })

  it('a frame that is doubled, and all that come later for it', async () => {
    const baseline = await sceneFrames({}, run)
    const actual = [...baseline.slice(0, 4), ...baseline.slice(3, -1)]
    expect(timingOf(baseline, actual, 4).map(({ text }) => text)).toEqual([
      'shows the frame before it a second time: the picture of the baseline comes one frame later',
    ])
    expect(timingOf(baseline, actual, 5).map(({ text }) => text)).toEqual(['the picture of the baseline comes one frame later'])
    expect(timingOf(baseline, actual, 2)).toEqual([])
  })

  it('a camera that is one frame ahead, as a move, by how much the picture has grown', async () => {
    const [frame, next] = await sceneFrames({}, [30, 31])
    if (!frame || !next) throw new Error('a frame is missing')
    const { outcome, findings } = comparePictures(frame, next, rules)
    expect({ outcome, kinds: findings.map(({ kind }) => kind) }).toEqual({ outcome: 'changed', kinds: ['moved'] })
    // From a scale of 1.075 to one of 1.0775: 0.23 %. Of a frame as small as this, 0.04 % are a twentieth of a pixel at the edges.
    const grown = Number(/grown by ([\d.]+) %/.exec(findings[0]?.text ?? '')?.[1])
    expect(grown).toBeGreaterThan(0.2)
    expect(grown).toBeLessThan(0.28)
  })

  // Easings that are alike forwards and backwards meet in the middle.
  it.each([
    ['ease-in', ['scene-01-quarter', 'scene-01-middle']],
    ['ease-in-out', ['scene-01-quarter']],
  ])('%s instead of linear, in the usual frames between the first and the last', async (easing, told) => {
    const picks = pickFrames(plannedFrames([{ frames: 60 }]), readPickWishes({}))
    const frames = picks.map(({ frame }) => frame)
    const [baseline, actual] = [await sceneFrames({}, frames), await sceneFrames({ kenBurns: { startScale: 1, endScale: 1.15, easing } }, frames)]
    const looked = picks.map((pick, at) => {
      const [before, now] = [baseline[at], actual[at]]
      if (!before || !now) throw new Error(`${pick.name} is not there`)
      return { pick, moved: comparePictures(before, now, rules).moved }
    })
    const found = nameSceneTiming(looked)
    expect([...found.keys()]).toEqual(expect.arrayContaining(told))
    expect([...found.values()].map(({ kind, text }) => `${kind}: ${text}`)[0]).toMatch(/^timing: the move's timing \(easing\) has changed/)
  })
})
