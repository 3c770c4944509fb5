import { hasSameRate } from '../../encoder/comparison/compare-films-job.ts'
import { rangeOf } from '../../encoder/comparison/same-look.ts'
import type { FilmFileFacts, PictureFacts } from '../../encoder/comparison/probe-film.ts'
import type { FilmFinding, FilmFindingKind } from './film-check.ts'
import { countText } from './film-words.ts'

/** What the files of two films say of themselves, and differ in. Another codec is no finding: what it does to the picture is measured. */
export function compareFacts(baseline: FilmFileFacts, actual: FilmFileFacts): readonly FilmFinding[] {
  return [...pictureFindings(actual.picture, baseline.picture), ...soundFindings(actual, baseline), ...trackFindings(actual, baseline)]
}

function pictureFindings(is: PictureFacts, shouldBe: PictureFacts): readonly FilmFinding[] {
  const size = ({ width, height }: PictureFacts) => `${width}x${height}`
  return [
    ...(size(is) === size(shouldBe)
      ? []
      : [finding('size', `the picture is ${size(is)}, not ${size(shouldBe)}; it is compared at the baseline's size`)]),
    ...(hasSameRate(is.fps, shouldBe.fps)
      ? []
      : [finding('rate', `the film has ${rateText(is)} frames per second, not ${rateText(shouldBe)}; it is compared at the baseline's times`)]),
    ...differs('format', 'pixel format', is.pixelFormat, shouldBe.pixelFormat),
    ...differs('format', "pixels' shape", is.pixelShape, shouldBe.pixelShape),
    ...differs('format', 'rotation', `${is.rotation}°`, `${shouldBe.rotation}°`),
    ...differs('tags', 'colour range', rangeOf(is), rangeOf(shouldBe)),
    ...differs('tags', 'colour matrix', is.matrix, shouldBe.matrix),
    ...differs('tags', 'colour primaries', is.primaries, shouldBe.primaries),
    ...differs('tags', 'transfer curve', is.transfer, shouldBe.transfer),
  ]
}

function soundFindings({ sound: is }: FilmFileFacts, { sound: shouldBe }: FilmFileFacts): readonly FilmFinding[] {
  if (is === null && shouldBe === null) return []
  if (is === null) return [finding('sound-missing', 'the film has no sound, and the baseline has')]
  if (shouldBe === null) return [finding('streams', 'the film has sound, and the baseline has none')]
  return [
    ...differs('streams', 'number of sound channels', is.channels, shouldBe.channels),
    ...differs('streams', "sound's sample rate", `${is.sampleRate} Hz`, `${shouldBe.sampleRate} Hz`),
  ]
}

function trackFindings(is: FilmFileFacts, shouldBe: FilmFileFacts): readonly FilmFinding[] {
  const sound =
    is.soundTracks > 0 && shouldBe.soundTracks > 0 ? differs('streams', 'number of sound tracks', is.soundTracks, shouldBe.soundTracks) : []
  return [...sound, ...differs('streams', 'number of subtitle tracks', is.subtitleTracks, shouldBe.subtitleTracks)]
}

/** Frames that the header counts and that could not be decoded. */
export function damageOf(which: 'film' | 'baseline', { picture }: FilmFileFacts, decodedFrames: number): readonly FilmFinding[] {
  if (picture.frames === null || decodedFrames >= picture.frames) return []
  const text = `the ${which === 'film' ? "film's" : "baseline's"} file is damaged: it says that it has ${countText(picture.frames, 'frame')}, and ${decodedFrames} can be decoded`
  return [finding('damaged', text)]
}

function differs(kind: FilmFindingKind, what: string, is: string | number | null, shouldBe: string | number | null): readonly FilmFinding[] {
  return is === shouldBe ? [] : [finding(kind, `the ${what} is ${is ?? 'not said'}, not ${shouldBe ?? 'unsaid'}`)]
}

function finding(kind: FilmFindingKind, text: string): FilmFinding {
  return { kind, text, frames: null, seconds: null }
}

function rateText({ fps: { num, den } }: PictureFacts): string {
  return den === 1 ? `${num}` : (num / den).toFixed(3)
}
