import type { FilmFinding, SoundPiece, SoundCheck } from '../film-check.ts'
import type { FilmLimits } from '../film-limits.ts'
import { signedText } from '../film-words.ts'
import { runsOf } from '../runs.ts'

/** How a film sounds otherwise than its baseline. */
export function nameSound(sound: SoundCheck, limits: FilmLimits): readonly FilmFinding[] {
  return [...offsetFindings(sound, limits), ...loudnessFindings(sound, limits), ...lengthFindings(sound, limits), ...stretchFindings(sound, limits)]
}

function whole(kind: FilmFinding['kind'], text: string): FilmFinding {
  return { kind, text, frames: null, seconds: null }
}

function offsetFindings({ offset, pieces }: SoundCheck, { soundOffset }: FilmLimits): readonly FilmFinding[] {
  if (offset === null) return pieces.every(({ silent }) => silent !== null) ? [] : [whole('sound', "nothing of the sound is like the baseline's")]
  if (Math.abs(offset.ms) <= soundOffset) return []
  const { samples, ms, sampleRate } = offset
  const amount = `${Math.abs(ms).toFixed(1)} ms (${Math.abs(samples)} samples of ${sampleRate} a second)`
  return [whole('sound-offset', `the sound is ${amount} ${ms > 0 ? 'late' : 'early'}`)]
}

/** dB or LUFS by which it is louder; null where one of them has no loudness. */
function louderBy({ loudness: { baseline, actual } }: SoundCheck): number | null {
  return baseline.integratedLufs === null || actual.integratedLufs === null ? null : actual.integratedLufs - baseline.integratedLufs
}

function loudnessFindings(sound: SoundCheck, limits: FilmLimits): readonly FilmFinding[] {
  const louder = louderBy(sound)
  if (louder === null || Math.abs(louder) <= limits.loudness) return []
  const { baseline, actual } = sound.loudness
  const peaks =
    baseline.truePeakDb === null || actual.truePeakDb === null
      ? ''
      : `; true peak ${actual.truePeakDb.toFixed(1)} instead of ${baseline.truePeakDb.toFixed(1)} dBTP`
  const text = `the sound is ${Math.abs(louder).toFixed(1)} LU ${louder > 0 ? 'louder' : 'quieter'}: ${actual.integratedLufs?.toFixed(1)} instead of ${baseline.integratedLufs?.toFixed(1)} LUFS${peaks}`
  return [whole('sound-level', text)]
}

function lengthFindings({ lengthS, offset }: SoundCheck, { soundLength }: FilmLimits): readonly FilmFinding[] {
  const longer = lengthS.actual - lengthS.baseline
  // A sound that was moved ends so much later, which is said already.
  const unexplained = Math.min(Math.abs(longer), Math.abs(longer - (offset?.ms ?? 0) / 1000))
  if (unexplained * 1000 <= soundLength) return []
  const text = `the sound is ${Math.abs(longer).toFixed(3)} s ${longer > 0 ? 'longer' : 'shorter'}: ${lengthS.actual.toFixed(3)} instead of ${lengthS.baseline.toFixed(3)} s`
  return [whole('sound-length', text)]
}

/** Stretches in which something is missing, was added, is another sound, or has another level than the rest. */
function stretchFindings(sound: SoundCheck, limits: FilmLimits): readonly FilmFinding[] {
  const louder = louderBy(sound) ?? 0
  const isOdd = ({ levelDb }: SoundPiece) => levelDb !== null && Math.abs(levelDb - louder) > limits.level
  const isOther = ({ silent, correlation }: SoundPiece) => silent === null && correlation !== null && correlation < limits.correlation
  const missing = holes(sound.pieces, 'actual', isOdd)
  const added = holes(sound.pieces, 'baseline', isOdd)
  const rest = sound.pieces.map((piece) => (missing.has(piece) || added.has(piece) ? null : piece))
  // Where nothing is alike at all, that is said once.
  const other = sound.offset === null ? [] : stretchesOf(rest, isOther)
  return [
    ...stretchesOf(sound.pieces, (piece) => missing.has(piece)).map(({ span, when }) =>
      stretch('sound-missing', `the sound is missing (${when})`, span),
    ),
    ...stretchesOf(sound.pieces, (piece) => added.has(piece)).map(({ span, when }) =>
      stretch('sound', `there is sound where the baseline is silent (${when})`, span),
    ),
    ...other.map(({ run, span, when }) => {
      const lowest = Math.min(...run.map(({ correlation }) => correlation ?? 0))
      return stretch('sound', `the sound is another one (${when}): correlation down to ${lowest.toFixed(2)}`, span)
    }),
    ...stretchesOf(rest, (piece) => isOdd(piece) && !isOther(piece)).map(({ run, span, when }) => {
      const [most = 0] = run.map(({ levelDb }) => levelDb ?? 0).toSorted((a, b) => Math.abs(b) - Math.abs(a))
      return stretch('sound-level', `the sound's level differs by ${signedText(most)} dB (${when})`, span)
    }),
  ]
}

/** Pieces in which one film alone is silent, and those beside them that are partly so. */
function holes(pieces: readonly SoundPiece[], silent: 'actual' | 'baseline', isOdd: (piece: SoundPiece) => boolean): ReadonlySet<SoundPiece> {
  const isHole = (piece: SoundPiece | undefined) => piece?.silent === silent
  return new Set(pieces.filter((piece, index) => isHole(piece) || (isOdd(piece) && (isHole(pieces[index - 1]) || isHole(pieces[index + 1])))))
}

function stretch(kind: FilmFinding['kind'], text: string, seconds: { from: number; to: number }): FilmFinding {
  return { kind, text, frames: null, seconds }
}

function stretchesOf(pieces: readonly (SoundPiece | null)[], isTrue: (piece: SoundPiece) => boolean) {
  return runsOf(pieces, (piece) => piece !== null && isTrue(piece)).map((pieceRun) => {
    const run = pieceRun.filter((piece) => piece !== null)
    const span = { from: run[0]?.from ?? 0, to: run.at(-1)?.to ?? 0 }
    return { run, span, when: `${span.from.toFixed(2)} to ${span.to.toFixed(2)} s` }
  })
}
