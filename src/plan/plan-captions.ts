import type { FilmAssets } from '../assets/gather-assets.ts'
import type { Cue, SceneCaptions } from '../film/captions.ts'
import { pointerOf, type Fault } from '../film/fault.ts'
import type { Film } from '../film/film.ts'
import type { StageCaptions } from '../templates/stage-captions.ts'
import { lettersOfCue, stageStyle } from './caption-geometry.ts'
import { heardSeconds } from './heard-seconds.ts'
import type { ScenePlan } from './plan-scene.ts'
import { lettersOf, splitText } from './split-text.ts'
import { overlapsOf, stacked } from './overlapping-cues.ts'
import { timeWords, type TimedCue } from './time-words.ts'
import { durationOf, frameTimeMs, type FrameRange } from './timeline.ts'

/** Captions of one scene: as its page is told, and as the film's caption file says them. */
export type PlannedCaptions = {
  /** null where nothing is to be drawn */
  readonly stage: StageCaptions | null
  /** In film time, of whole frames. */
  readonly cues: readonly TimedCue[]
}

type Place = { readonly index: number; readonly range: FrameRange; readonly warnings: Fault[] }

/** What is shown of a scene's own captions or of the film's caption file, in the frames of the scene. */
export function planCaptions(film: Film, assets: FilmAssets, { index, range, warnings }: Place): PlannedCaptions {
  const scene = film.scenes[index]
  if (!scene) throw new Error('unreachable: there is no such scene')
  const { fps } = film.output
  const style = stageStyle(scene.captions.style, film.output, cssFamilyOf(scene.captions, assets))
  const fromS = durationOf(range.from, fps)
  const own = ownCues(film, assets, { index, durationS: durationOf(range.to - range.from, fps), letters: lettersOfCue(style) })
  if (own !== null) warnings.push(...cueWarnings(own, range, { film, path: ['scenes', index, 'captions'] }))
  const toS = durationOf(range.to, fps)
  const ofFile = own === null ? (assets.captions ?? []).filter((cue) => cue.endS > fromS && cue.startS < toS) : []
  const cues = own ?? ofFile.map((cue) => shifted(timeWords(cue), -fromS))
  const framed = stacked(cues).flatMap((cue) => inFrames(cue, range, film))
  const { burnIn, language } = film.captions
  const stage = framed.length > 0 && burnIn ? { language, style, cues: framed.map((cue) => stageCue(cue, film)) } : null
  return { stage, cues: framed.map((cue) => shifted(cue, fromS)) }
}

/** The family with those that stand in for it; as the film has it where nobody has looked for it, because nothing is drawn in it. */
function cssFamilyOf({ fontPointer, style }: SceneCaptions, { fonts }: FilmAssets): string {
  return fonts.wished.get(fontPointer)?.cssFamily ?? style.font
}

/** Warnings about the film's caption file, and about files and tracks that are asked for in vain. */
export function filmCaptionWarnings(film: Film, assets: FilmAssets, scenes: readonly ScenePlan[]): readonly Fault[] {
  const { sidecar, track } = film.captions
  const asked = [...(sidecar.length > 0 ? ['sidecar'] : []), ...(track ? ['track'] : [])]
  const isEmpty = scenes.every(({ captions }) => captions.length === 0)
  const inVain = asked.map((key) => ({ pointer: pointerOf(['captions', key]), message: 'is asked for, and the film has no captions' }))
  if (!assets.captions) return isEmpty ? inVain : []
  const frames = scenes.at(-1)?.range.to ?? 0
  return cueWarnings(assets.captions.map(timeWords), { from: 0, to: frames }, { film, path: ['captions', 'source'] })
}

type OwnWish = { readonly index: number; readonly durationS: number; readonly letters: number }

/** The captions of the scene itself, in scene time; null where it has none. */
function ownCues(film: Film, assets: FilmAssets, { index, durationS, letters }: OwnWish): readonly TimedCue[] | null {
  const scene = film.scenes[index]
  if (!scene || scene.captions.content === null) return null
  if (typeof scene.captions.content !== 'string') return scene.captions.content.map(timeWords)
  const [sound, { voiceover }] = [assets.voiceovers[index], scene]
  const fromS = sound && voiceover ? Math.min(voiceover.offset, durationS) : 0
  const toS = sound && voiceover ? Math.min(fromS + heardSeconds(voiceover.trim, sound), durationS) : durationS
  return evenlySpread(splitText(scene.captions.content, film.captions.language, letters), fromS, toS).map(timeWords)
}

function evenlySpread(parts: readonly Cue['words'][], fromS: number, toS: number): readonly Cue[] {
  const total = parts.reduce((sum, words) => sum + lettersOf(words) + 1, 0)
  let before = 0
  return parts.map((words) => {
    const startS = fromS + ((toS - fromS) * before) / total
    before += lettersOf(words) + 1
    return { startS, endS: fromS + ((toS - fromS) * before) / total, words }
  })
}

function shifted({ startS, endS, words }: TimedCue, byS: number): TimedCue {
  const timed = words.map((word) => ({ ...word, startS: word.startS + byS, endS: word.endS + byS }))
  return { startS: startS + byS, endS: endS + byS, words: timed }
}

/** A cue in whole frames of its scene: from the first frame that is not before its start, up to the first that is not before its end. */
function inFrames(cue: TimedCue, { from, to }: FrameRange, { output }: Film): readonly TimedCue[] {
  const frames = to - from
  const held = (seconds: number) => durationOf(Math.min(frames, Math.max(0, frameFrom(seconds, output.fps))), output.fps)
  const [startS, endS] = [held(cue.startS), held(cue.endS)]
  if (startS >= endS) return []
  return [{ startS, endS, words: cue.words.map((word) => ({ ...word, startS: held(word.startS), endS: held(word.endS) })) }]
}

/** The first frame that is not before a time. */
function frameFrom(seconds: number, { num, den }: Film['output']['fps']): number {
  return Math.ceil(Number(((seconds * num) / den).toFixed(6)))
}

/** Half a frame early: so rounding, of which browsers have their own, puts no time on the wrong side of a frame. */
function stageCue({ startS, endS, words }: TimedCue, { output }: Film): StageCaptions['cues'][number] {
  const early = (seconds: number) => frameTimeMs(frameFrom(seconds, output.fps) - 0.5, output.fps)
  return {
    startMs: early(startS),
    endMs: early(endS),
    words: words.map(({ text, after, startS: spokenS, endS: doneS }) => ({ text, after, startMs: early(spokenS), endMs: early(doneS) })),
  }
}

/** What is seldom meant: captions at the same time, of less than a frame, or after the end. */
function cueWarnings(
  cues: readonly TimedCue[],
  { from, to }: FrameRange,
  { film, path }: { readonly film: Film; readonly path: readonly PropertyKey[] },
): readonly Fault[] {
  const { fps } = film.output
  const lengthS = durationOf(to - from, fps)
  const frameS = durationOf(1, fps)
  const what = path[0] === 'scenes' ? 'scene' : 'film'
  const pointer = pointerOf(path)
  const named = (cue: TimedCue) => `caption ${cues.indexOf(cue) + 1}, ${quoted(cue)},`
  const timed = (cue: TimedCue) => `${named(cue)} from ${clock(cue.startS)} to ${clock(cue.endS)}`
  const overlaps = overlapsOf(cues).map(([a, b]) => `${timed(a)}, and ${timed(b)}, are shown at the same time: one above the other`)
  const late = cues.filter(({ endS }) => endS > lengthS + frameS)
  const past = late.map((cue) =>
    cue.startS >= lengthS
      ? `${named(cue)} at ${clock(cue.startS)} is after the end of the ${what} (${clock(lengthS)}) and never shown`
      : `${named(cue)} ends at ${clock(cue.endS)}, after the end of the ${what} (${clock(lengthS)}), and is cut off there`,
  )
  const short = cues.filter(({ startS, endS }) => startS < lengthS && frameFrom(startS, fps) === frameFrom(endS, fps))
  const unseen = short.map((cue) => `${named(cue)} at ${clock(cue.startS)} lasts less than a frame and is never shown`)
  return [...overlaps, ...past, ...unseen].map((message) => ({ pointer, message }))
}

function quoted({ words }: TimedCue): string {
  const text = words
    .map((word) => word.text + word.after)
    .join('')
    .replaceAll('\n', ' ')
  return `"${text.length <= 40 ? text : `${text.slice(0, 37)}...`}"`
}

function clock(seconds: number): string {
  return `${Number(seconds.toFixed(3))} s`
}
