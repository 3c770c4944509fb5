import type { EstimateResult } from '../../api/film-checks.ts'
import { filmOfEach } from '../../film/film-files.ts'
import type { Film } from '../../film/film.ts'
import { planRange } from '../../plan/plan-range.ts'
import { durationOf, sceneRanges, type FrameRange } from '../../plan/timeline.ts'
import type { ServerSettings } from '../settings/settings-table.ts'
import type { Call } from './route.ts'
import { sceneRangesOf } from './timeline-of.ts'

/**
 * How much work a film is, at the speed that was measured on this farm.
 * @throws FilmInvalidError where sounds decide durations and cannot be used, or a range has no frame in it
 */
export async function estimateRender(film: Film, { parts, signal }: Pick<Call, 'parts' | 'signal'>): Promise<EstimateResult> {
  const ranges = sceneRangesOf(film) ?? (await parts.direct.run(() => parts.lookInto(film, signal))).scenes.map(({ range }) => range)
  const durationSeconds = durationOf(ranges.at(-1)?.to ?? 0, film.output.fps)
  const frames = filmOfEach(film).reduce((sum, each) => sum + framesOf(each, film, ranges), 0)
  const { framesPerSecond, queuedFrames } = await parts.farm.load()
  const renderSeconds = framesPerSecond === null ? null : frames / framesPerSecond
  return {
    frames,
    durationSeconds,
    renderSeconds,
    waitSeconds: framesPerSecond === null ? null : queuedFrames / framesPerSecond,
    cost: costOf(parts.settings, { renderSeconds, filmSeconds: durationSeconds }),
  }
}

/** Of one file, which may have a frame rate and a range of its own. */
function framesOf({ output, delivery }: Film, film: Film, ranges: readonly FrameRange[]): number {
  const durations = ranges.map(({ from, to }) => durationOf(to - from, film.output.fps))
  const frames = sceneRanges(durations, output.fps).at(-1)?.to ?? 0
  const { range } = planRange(delivery, frames, output.fps)
  return range.to - range.from
}

function costOf(
  { priceCurrency: currency, pricePerRenderMinute, pricePerFilmMinute }: ServerSettings,
  { renderSeconds, filmSeconds }: { readonly renderSeconds: number | null; readonly filmSeconds: number },
): EstimateResult['cost'] {
  // A price of work that nobody has measured would be a guess.
  if (currency === undefined || (renderSeconds === null && pricePerRenderMinute > 0)) return null
  const amount = ((renderSeconds ?? 0) * pricePerRenderMinute + filmSeconds * pricePerFilmMinute) / 60
  return { amount: Number(amount.toFixed(6)), currency }
}
