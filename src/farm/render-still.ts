import sharp from 'sharp'
import { ProbeMemory } from '../assets/probe-memory.ts'
import { standardWear } from '../browser/capture-slot.ts'
import { livenessFromEnvironment } from '../browser/liveness.ts'
import type { Film } from '../film/film.ts'
import { FramefarmError } from '../shared/errors.ts'
import type { DataFolder } from '../storage/data-folder.ts'
import type { AssetPolicy } from '../storage/fetch/asset-policy.ts'
import { openWorkFolder } from '../storage/work-folder.ts'
import { drawFrame } from './draw-frame.ts'
import { framePlace } from './frame-place.ts'
import { RecentFilms } from './recent-films.ts'
import { WarmSlots } from './warm-slots.ts'

export type StillOrder = {
  readonly film: Film
  /** Number of the frame, from 0. */
  readonly at: number
  readonly format: 'png' | 'jpeg'
  /** In pixels; as wide as the film where it is absent. Never wider than that. */
  readonly width?: number
}

/** Single frames of films, as Chromium draws them for a render. Any number may be asked for at the same time; they wait their turn. */
export type Stills = AsyncDisposable & {
  /**
   * One frame as a coded picture.
   * @throws USAGE where the film has no such frame, FilmInvalidError, TOOL_MISSING, CHROMIUM_*, TEMPLATE_FAILED, CANCELLED
   */
  readonly still: (order: StillOrder, signal: AbortSignal) => Promise<Buffer>
}

export type StillsOptions = {
  readonly dataFolder: DataFolder
  /** What films may use; by where each comes from where it is absent. */
  readonly policy?: AssetPolicy
  /** How many Chromium processes draw side by side; one where it is absent. */
  readonly slots?: number
  /** So long after the last still they are stopped; a minute where it is absent. */
  readonly idleMs?: number
}

/** What a crash has cost is drawn once more. */
const attempts = 2
/** Somebody waits for it: the best code takes three times as long and saves 1 to 3 %. */
const jpegCoding = { quality: 90, optimiseCoding: false }
/** Slots take each film's own size when they open it. */
const firstSize = { width: 1920, height: 1080 }

/**
 * Opens what single frames are drawn with. No Chromium is started before the first one is asked for.
 * @throws TOOL_SETTING_WRONG, DISK_FULL, OUTPUT_UNWRITABLE
 */
export async function openStills({ dataFolder, policy, slots = 1, idleMs = 60_000 }: StillsOptions): Promise<Stills> {
  await using parts = new AsyncDisposableStack()
  const { path: folder } = parts.use(await openWorkFolder(dataFolder))
  const films = parts.use(new RecentFilms({ folder, dataFolder, memory: new ProbeMemory(), policy }))
  const options = {
    ...firstSize,
    folder,
    format: { type: 'png' } as const,
    liveness: livenessFromEnvironment(),
    wear: standardWear(firstSize),
  }
  const warm = parts.use(new WarmSlots({ options, slots, idleMs }))
  const all = parts.move()
  const still: Stills['still'] = (order, signal) =>
    films.use(order.film, async (film) => {
      const place = framePlace(film, order.at)
      return coded(await retried(() => warm.use((slot) => drawFrame(slot, place, signal), signal)), order)
    })
  return { still, [Symbol.asyncDispose]: () => all.disposeAsync() }
}

async function retried<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof FramefarmError) || !error.retryable || attempt >= attempts) throw error
    }
  }
}

async function coded(picture: Buffer, { format, width }: StillOrder): Promise<Buffer> {
  if (format === 'png' && width === undefined) return picture
  const sized = width === undefined ? sharp(picture) : sharp(picture).resize({ width, withoutEnlargement: true })
  return format === 'png' ? sized.png({ compressionLevel: 3 }).toBuffer() : sized.jpeg(jpegCoding).toBuffer()
}
