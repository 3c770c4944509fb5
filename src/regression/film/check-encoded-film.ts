import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { comparisonFiles } from '../../encoder/comparison/compare-films-job.ts'
import { probeFilm, type FilmFileFacts } from '../../encoder/comparison/probe-film.ts'
import { whyNoVmaf } from '../../encoder/comparison/why-no-vmaf.ts'
import { findFfmpeg } from '../../encoder/find-ffmpeg.ts'
import { compareFacts, damageOf } from './compare-facts.ts'
import { comparePicturesOfFilms } from './compare-pictures-of-films.ts'
import { lookAtFrame } from './detail/look-at-frame.ts'
import { nameDetail } from './detail/name-detail.ts'
import { motionOf } from './events/motion.ts'
import { nameGaps } from './events/name-gaps.ts'
import { nameStandstills } from './events/name-standstills.ts'
import { nameTimes } from './events/name-times.ts'
import type { FilmCheck, FilmFinding, SoundCheck } from './film-check.ts'
import { usualLimits, type FilmLimits } from './film-limits.ts'
import { chooseWorst } from './picture/choose-worst.ts'
import { measureFrames } from './picture/measure-frames.ts'
import { nameChanges } from './picture/name-changes.ts'
import { takeWorstFrames } from './picture/take-worst-frames.ts'
import { checkSound } from './sound/check-sound.ts'
import { nameSound } from './sound/name-sound.ts'
import { openRawSamples } from './sound/raw-samples.ts'

export type FilmCheckOrder = {
  /** Paths of two encoded films. */
  readonly baseline: string
  readonly actual: string
  readonly limits?: Partial<FilmLimits>
  /** A folder for pictures of the worst frames; null: none are taken. */
  readonly picturesFolder?: string | null
}

/** So many of the worst frames are shown of a film that has changed, and of one that has not. */
const worstFrames = { changed: 6, noise: 3, same: 0 } as const

/**
 * Holds an encoded film against a baseline film: its file, its frames, how they look, its sound.
 * @throws VIDEO_INVALID for what is no film; TOOL_MISSING, FFMPEG_FAILED, DISK_FULL, CANCELLED
 */
export async function checkEncodedFilm(order: FilmCheckOrder, signal: AbortSignal): Promise<FilmCheck> {
  const began = performance.now()
  const tools = findFfmpeg()
  const limits = { ...usualLimits, ...order.limits }
  // One after the other: when one is no film, nothing is left running.
  const baseline = await probeFilm(tools, order.baseline, signal)
  const actual = await probeFilm(tools, order.actual, signal)
  const noVmaf = await whyNoVmaf(tools, signal)
  const folder = await mkdtemp(join(tmpdir(), 'framefarm-film-check-'))
  try {
    const format = soundFormatOf(baseline, actual)
    const { films, colourError, measures, decoded } = await comparePicturesOfFilms(
      tools,
      { baseline, actual, hasVmaf: noVmaf === null, sound: format, folder },
      signal,
    )
    const motion = motionOf(films)
    const standstills = nameStandstills(films, motion)
    const measured = measureFrames(films, measures, baseline.picture)
    const take = { tools, baseline, actual, films, signal }
    const known = standstills.frames
    const detail = await nameDetail({
      measured,
      known,
      limits,
      hasColourError: colourError !== null,
      lookAt: (frame) => lookAtFrame(frame, { ...take, folder }),
    })
    const sound = format === null ? null : await checkSoundsIn(folder, format, signal)
    const findings: readonly FilmFinding[] = [
      ...compareFacts(baseline, actual),
      ...damageOf('baseline', baseline, decoded.baseline),
      ...damageOf('film', actual, decoded.actual),
      ...nameGaps(films, motion),
      ...standstills.findings,
      ...nameTimes(films),
      ...detail.findings,
      ...nameChanges({ films, measured, known, explained: detail.frames, colourError, limits }),
      ...(sound === null ? [] : nameSound(sound.check, limits)),
    ]
    const isEqual = measured.every(({ psnr }) => psnr === null) && (sound === null || sound.isEqual)
    const verdict = findings.length > 0 ? 'changed' : isEqual ? 'same' : 'noise'
    const worst = chooseWorst(measured, limits, worstFrames[verdict])
    const picturesFolder = order.picturesFolder ?? null
    return {
      baseline: { ...baseline, decodedFrames: decoded.baseline },
      actual: { ...actual, decodedFrames: decoded.actual },
      verdict,
      findings,
      notes: notesOf(baseline, actual, noVmaf),
      frames: measured,
      worst: picturesFolder === null ? [] : await takeWorstFrames(worst, { ...take, folder: picturesFolder }),
      sound: sound?.check ?? null,
      limits,
      tookS: (performance.now() - began) / 1000,
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

type SoundFormat = { readonly sampleRate: number; readonly channels: 1 | 2 }

/** What both sounds are decoded to; null where there are not two. */
function soundFormatOf({ sound: baseline }: FilmFileFacts, { sound: actual }: FilmFileFacts): SoundFormat | null {
  if (baseline === null || actual === null) return null
  // Loudness is measured in hundredths of a second of whole samples.
  const sampleRate = baseline.sampleRate % 100 === 0 && baseline.sampleRate > 0 ? baseline.sampleRate : 48_000
  return { sampleRate, channels: Math.min(baseline.channels, actual.channels) >= 2 ? 2 : 1 }
}

async function checkSoundsIn(
  folder: string,
  format: SoundFormat,
  signal: AbortSignal,
): Promise<{ readonly check: SoundCheck; readonly isEqual: boolean }> {
  await using baseline = await openRawSamples(join(folder, comparisonFiles.sound('baseline')), format)
  await using actual = await openRawSamples(join(folder, comparisonFiles.sound('actual')), format)
  return await checkSound(baseline, actual, signal)
}

function notesOf(baseline: FilmFileFacts, actual: FilmFileFacts, noVmaf: string | null): readonly string[] {
  const codecs = (film: FilmFileFacts) => [film.picture.codec, ...(film.sound === null ? [] : [film.sound.codec])].join(' and ')
  return [
    ...(noVmaf === null ? [] : [`there is no VMAF: ${noVmaf}`]),
    ...(codecs(baseline) === codecs(actual) ? [] : [`the film is coded as ${codecs(actual)}, the baseline as ${codecs(baseline)}`]),
  ]
}
