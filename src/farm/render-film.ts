import type { EncoderWish } from '../encoder/choose-encoder.ts'
import type { Film } from '../film/film.ts'
import type { DataFolder } from '../storage/data-folder.ts'
import type { AssetPolicy } from '../storage/fetch/asset-policy.ts'
import type { MethodWish } from './methods.ts'
import type { RenderListener } from './render-events.ts'
import { renderOutputs } from './render-outputs.ts'
import type { RenderReport } from './render-report.ts'

export type RenderOrder = {
  readonly film: Film
  /** Of a film with several outputs, what their names are made of: see filmFiles. */
  readonly outputPath: string
  readonly encoder: EncoderWish
  readonly method: MethodWish
  /** Compare frames of every scene that is drawn by layers with pictures of its page, and fall back where they differ. */
  readonly verify: boolean
  /** How many Chromium processes draw side by side. */
  readonly slots: number
  /** false: nothing of earlier renders is used. */
  readonly reuse: boolean
  readonly dataFolder: DataFolder
  /** What the film may use: `trustingPolicy` for one's own. */
  readonly policy: AssetPolicy
}

/**
 * A film as one file, from its description to a checked file. The file appears at the output path whole or not at all;
 * whatever the end, no process and no unfinished file is left.
 * @throws FramefarmError
 */
export async function renderFilm(order: RenderOrder, signal: AbortSignal, listen: RenderListener): Promise<RenderReport> {
  const [result] = await renderOutputs({ ...order, film: { ...order.film, outputs: [] } }, signal, listen)
  if (!result) throw new Error('unreachable: a film without outputs is one file')
  if ('error' in result) throw result.error
  return result.report
}
