import type { FrameRate } from '../../film/film.ts'
import type { FrameRange } from '../../plan/timeline.ts'
import type { StageCaptions } from '../../templates/stage-captions.ts'

/**
 * The runs of frames in which the same captions are to be seen, counted from the scene's start; none where nothing is shown.
 * The words of a caption, which may be marked one after the other, are one state.
 */
export function captionStates(captions: StageCaptions | null, fps: FrameRate): readonly FrameRange[] {
  const shown = (captions?.cues ?? []).map(({ startMs, endMs }) => ({ from: frameFrom(startMs, fps), to: frameFrom(endMs, fps) }))
  const borders = [...new Set(shown.flatMap(({ from, to }) => [from, to]))].toSorted((a, b) => a - b)
  return borders.flatMap((from, index) => {
    const to = borders[index + 1]
    return to !== undefined && shown.some((cue) => cue.from <= from && cue.to >= to) ? [{ from, to }] : []
  })
}

/** The first frame that is not before a time. */
function frameFrom(ms: number, { num, den }: FrameRate): number {
  return Math.max(0, Math.ceil(Number(((ms * num) / (1000 * den)).toFixed(6))))
}
