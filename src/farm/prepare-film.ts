import { CaptureSlot, standardWear } from '../browser/capture-slot.ts'
import { livenessFromEnvironment } from '../browser/liveness.ts'
import { SlotPool } from '../browser/slot-pool.ts'
import { chooseEncoder, type EncoderWish } from '../encoder/choose-encoder.ts'
import type { Film } from '../film/film.ts'
import { planEach } from '../plan/plan-each.ts'
import { planFilm, type FilmPlan } from '../plan/plan-film.ts'
import type { AssetPolicy } from '../storage/fetch/asset-policy.ts'
import type { Template } from '../templates/load-template.ts'
import { gatherFilm } from './gather-film.ts'
import { isDraft, type MethodWish } from './methods.ts'
import { frameFormatOf, renderKeyOf } from './render-key.ts'
import { openStreamTool } from './stream-tool.ts'
import { Streams } from './streams.ts'
import { openToolbox, type Toolbox } from './toolbox.ts'

export type PreparedFilm = {
  readonly plan: FilmPlan
  readonly toolbox: Toolbox
  readonly templates: ReadonlyMap<string, Template>
  /** With one Chromium running, where pages are drawn in it. */
  readonly pool: SlotPool
  /** Of this file alone. */
  readonly streams: Streams
}

export type PrepareOrder = {
  readonly encoder: EncoderWish
  readonly method: MethodWish
  readonly verify: boolean
  readonly slots: number
  /** For downloads and the profiles of Chromium. */
  readonly workFolder: string
  readonly policy: AssetPolicy
}

/** Files of one film that are prepared together: they have their assets, programs and slots in common. */
export type PreparedFilms = {
  readonly films: readonly PreparedFilm[]
  /** All that draw the films. Whoever has the films disposes of them. */
  readonly browsers: AsyncDisposable
  readonly fetchedBytes: number
}

/**
 * Looks into everything that a film needs, programs and assets at the same time, and plans the work of each of its files,
 * which differ in nothing but their outputs.
 * @throws as gatherFilm and openToolbox
 */
export async function prepareFilms(films: readonly Film[], order: PrepareOrder, signal: AbortSignal): Promise<PreparedFilms> {
  const { encoder, method, slots, workFolder, policy } = order
  const [first, ...others] = films
  if (!first) throw new Error('unreachable: a film has a file')
  const largest = films
    .map(({ output }) => output)
    .reduce((most, output) => (output.width * output.height > most.width * most.height ? output : most))
  const { width, height } = largest
  const slotWishes = { folder: workFolder, width, height, format: frameFormatOf(largest.quality), liveness: livenessFromEnvironment() }
  const stream = isDraft(method) ? null : await openStreamTool()
  const newStreams = ({ output }: Film) => new Streams({ tool: stream, slots, output, workFolder })
  const firstStreams = newStreams(first)
  const streams = [firstStreams, ...others.map(newStreams)]
  // Every frame will be streamed: their Chromium processes start while all else is looked into.
  if (method === 'stream') firstStreams.warmUp(signal)
  const wishes = { codec: first.output.codec, encoder, method, stream, slots: { ...slotWishes, wear: standardWear(largest) } }
  const opening = openToolbox(wishes, signal)
  try {
    const [toolbox, gathered] = await Promise.all([opening, gatherFilm(first, { folder: workFolder, decodeImages: false, policy }, signal)])
    const { assets, templates, fetchedBytes } = gathered
    const toolboxes = await toolboxesFor(films, toolbox, encoder, signal)
    const toolboxOf = (index: number) => toolboxes[index] ?? toolbox
    const completed = films.map((film) => ({ ...film, scenes: gathered.film.scenes }))
    const plans = planEach(completed, (film, index) => planFilm(film, assets, renderKeyOf(toolboxOf(index), order, film.output, templates)))
    const pool = new SlotPool(slots, () => newSlot(toolbox), toolbox.first?.slot)
    const toolsOf = (index: number) => ({ toolbox: toolboxOf(index), pool, streams: streams[index] ?? firstStreams })
    const prepared = plans.map((plan, index) => ({ plan, templates, ...toolsOf(index) }))
    return { films: prepared, browsers: together([pool, ...streams]), fetchedBytes }
  } catch (error) {
    await opening.then(
      (toolbox) => toolbox.first?.slot.stop(),
      () => undefined,
    )
    await together(streams)[Symbol.asyncDispose]()
    throw error
  }
}

/** They end side by side. */
function together(parts: readonly AsyncDisposable[]): AsyncDisposable {
  return {
    [Symbol.asyncDispose]: async () => {
      await Promise.all(parts.map((part) => part[Symbol.asyncDispose]()))
    },
  }
}

function newSlot({ first }: Toolbox): CaptureSlot {
  if (!first) throw new Error('unreachable: no page is drawn in a slot by stream or a draft method')
  return new CaptureSlot(first.options)
}

/** The toolbox with the encoder of each film's codec; each codec is tried once. */
async function toolboxesFor(films: readonly Film[], toolbox: Toolbox, wish: EncoderWish, signal: AbortSignal): Promise<readonly Toolbox[]> {
  const choices = new Map([[toolbox.encoder.profile.codec, toolbox.encoder]])
  for (const { codec } of films.map(({ output }) => output)) {
    if (!choices.has(codec)) choices.set(codec, await chooseEncoder(toolbox.ffmpeg, codec, wish, signal))
  }
  return films.map(({ output }) => ({ ...toolbox, encoder: choices.get(output.codec) ?? toolbox.encoder }))
}
