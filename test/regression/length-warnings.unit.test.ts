import { describe, expect, it } from 'vitest'
import type { ManifestFrame } from '../../src/regression/baselines/manifest.ts'
import { lengthWarnings } from '../../src/regression/look/length-warnings.ts'

/** Scenes one after the other, by their lengths in frames. */
const planOf = (...lengths: readonly number[]) => {
  const ends = lengths.map((_, index) => lengths.slice(0, index + 1).reduce((sum, length) => sum + length, 0))
  return { scenes: lengths.map((length, index) => ({ index, range: { from: (ends[index] ?? 0) - length, to: ends[index] ?? 0 } })) }
}

/** As if the usual frames of such scenes were approved. */
const manifestOf = (...lengths: readonly number[]) => {
  const { scenes } = planOf(...lengths)
  const hashes = { file: '', pixels: '', drawn: null }
  const frames = scenes.map(({ index, range: { from, to } }): [string, ManifestFrame] => [
    `scene-0${index + 1}-last`,
    { ...hashes, frame: to - 1, seconds: 0, scene: index + 1, inScene: to - 1 - from, why: ['last'] },
  ])
  return { film: { frames: scenes.at(-1)?.range.to ?? 0, width: 320, height: 180 }, frames: Object.fromEntries(frames) }
}

describe('lengthWarnings', () => {
  it('says nothing of a film that is as long as it was, or was never approved', () => {
    expect(lengthWarnings(manifestOf(30, 60), planOf(30, 60))).toEqual([])
    expect(lengthWarnings(null, planOf(30, 60))).toEqual([])
  })

  it('names the scenes that are longer or shorter, also where the film is as long as before', () => {
    expect(lengthWarnings(manifestOf(30, 60), planOf(30, 90))).toEqual([
      'the film has 120 frames; it had 90 when its baselines were approved',
      'scene 2 has 90 frames; it had 60',
    ])
    expect(lengthWarnings(manifestOf(30, 60), planOf(60, 30))).toEqual(['scene 1 has 60 frames; it had 30', 'scene 2 has 30 frames; it had 60'])
  })

  it('says how many scenes there were, and then nothing of single ones, which may be others', () => {
    expect(lengthWarnings(manifestOf(30, 60, 30), planOf(30, 30))).toEqual([
      'the film has 60 frames; it had 120 when its baselines were approved',
      'the film has 2 scenes; it had 3',
    ])
  })

  it('takes scenes without baselines for no change', () => {
    const { film, frames } = manifestOf(30, 60, 30)
    const { 'scene-01-last': first } = frames
    expect(lengthWarnings({ film, frames: first ? { 'scene-01-last': first } : {} }, planOf(30, 60, 30))).toEqual([])
  })
})
