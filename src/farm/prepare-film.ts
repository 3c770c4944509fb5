import { CaptureSlot, standardWear } from '../browser/capture-slot.ts'
import { livenessFromEnvironment } from '../browser/liveness.ts'
import { SlotPool } from '../browser/slot-pool.ts'
import type { EncoderWish } from '../encoder/choose-encoder.ts'
import type { Film } from '../film/film.ts'
import { planFilm, type FilmPlan } from '../plan/plan-film.ts'
import type { Template } from '../templates/load-template.ts'
import { gatherFilm } from './gather-film.ts'
import { isDraft, type MethodWish } from './methods.ts'
import { frameFormatOf, renderKeyOf } from './render-key.ts'
import { noStreamTool } from './stream-tool.ts'
import { openToolbox, type Toolbox } from './toolbox.ts'

export type PreparedFilm = {
  readonly plan: FilmPlan
  readonly toolbox: Toolbox
  readonly templates: ReadonlyMap<string, Template>
  /** With one Chromium running. Whoever has it disposes of it. */
  readonly pool: SlotPool
}

type PrepareOrder = {
  readonly encoder: EncoderWish
  readonly method: MethodWish
  readonly verify: boolean
  readonly slots: number
  /** For downloads and the profiles of Chromium. */
  readonly workFolder: string
}

/**
 * Looks into everything that a film needs, programs and assets at the same time, and plans the work.
 * @throws as gatherFilm and openToolbox; TOOL_MISSING for `stream` without a full Chromium
 */
export async function prepareFilm(film: Film, order: PrepareOrder, signal: AbortSignal): Promise<PreparedFilm> {
  const { output } = film
  const { encoder, slots, workFolder } = order
  const { width, height } = output
  const slotWishes = { folder: workFolder, width, height, format: frameFormatOf(output.quality), liveness: livenessFromEnvironment() }
  const opening = openToolbox({ codec: output.codec, encoder, slots: { ...slotWishes, wear: standardWear(output) } }, signal)
  try {
    const [toolbox, gathered] = await Promise.all([opening, gatherFilm(film, { folder: workFolder, decodeImages: false }, signal)])
    const { templates } = gathered
    if (order.method === 'stream' && !toolbox.stream) throw noStreamTool()
    const plan = planFilm(gathered.film, gathered.assets, renderKeyOf(toolbox, order, output, templates))
    const { options, slot } = toolbox.first
    // Only where pages may be looked at, or drawn by it, is the first Chromium of use.
    const needsFirst = !isDraft(order.method) && order.method !== 'stream'
    if (!needsFirst) await slot.stop()
    return { plan, toolbox, templates, pool: new SlotPool(slots, () => new CaptureSlot(options), needsFirst ? slot : undefined) }
  } catch (error) {
    await opening.then(
      ({ first }) => first.slot.stop(),
      () => undefined,
    )
    throw error
  }
}
