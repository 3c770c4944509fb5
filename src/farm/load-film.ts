import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileNameOf, type ImageOrder } from '../assets/image-order.ts'
import { ImageStore } from '../assets/image-store.ts'
import type { ProbeMemory } from '../assets/probe-memory.ts'
import { gatherFilm } from './gather-film.ts'
import { siteOfScene } from './site-of-scene.ts'
import { FilmInvalidError, pointerOf, type Fault } from '../film/fault.ts'
import type { Film } from '../film/film.ts'
import { planFilm, type FilmPlan } from '../plan/plan-film.ts'
import { imagesOf } from '../plan/plan-scene.ts'
import { FramefarmError } from '../shared/errors.ts'
import { hashOf } from '../shared/hash.ts'
import { throwIfCancelled } from '../shared/within.ts'
import type { DataFolder } from '../storage/data-folder.ts'
import type { AssetPolicy } from '../storage/fetch/asset-policy.ts'
import type { KeptDownloads } from '../storage/fetch/kept-downloads.ts'
import type { Site } from '../templates/site.ts'

/** A film that can be shown: its plan, and the site of each scene, made by the same functions as for a render. */
export type LoadedFilm = AsyncDisposable & {
  readonly plan: FilmPlan
  readonly sites: readonly Site[]
  /** The path of an image that a scene shows, prepared once. @throws ASSET_INVALID, DISK_FULL */
  readonly preparedImage: (order: ImageOrder) => Promise<string>
  /** Another one for each scene whose picture may be another one. */
  readonly sceneKeys: readonly string[]
}

/** Where its files go: prepared images into the data folder, all else below `folder`, until the film is given back. */
export type LoadPlaces = {
  readonly folder: string
  readonly dataFolder: Pick<DataFolder, 'images'>
  readonly memory?: ProbeMemory
  readonly policy?: AssetPolicy | undefined
  /** Downloads of earlier loads of the same film; absent: each load downloads for itself. */
  readonly kept?: KeptDownloads | undefined
}

/**
 * Gathers and plans a film. Images are prepared when a page asks for them.
 * @throws FilmInvalidError with every fault, CANCELLED, DISK_FULL
 */
export async function loadFilm(film: Film, { folder, dataFolder, memory, policy, kept }: LoadPlaces, signal: AbortSignal): Promise<LoadedFilm> {
  // A folder for each load: the one before may still be shown while this one downloads.
  const ownFolder = await mkdtemp(join(folder, 'film-'))
  const preparing = new Map<string, Promise<string>>()
  const giveBack = async () => {
    await Promise.allSettled(preparing.values())
    await rm(ownFolder, { recursive: true, force: true, maxRetries: 3 })
  }
  try {
    const { film: completed, assets, templates } = await gatherFilm(film, { folder: ownFolder, decodeImages: false, memory, policy, kept }, signal)
    // The chunks' hashes are of no use here, so what else would decide them is left out.
    const plan = planFilm(completed, assets, { templates: {}, renderer: null })
    const store = new ImageStore(dataFolder, ownFolder)
    const preparedImage = (order: ImageOrder) => {
      const running = preparing.get(fileNameOf(order)) ?? store.prepare(order)
      preparing.set(fileNameOf(order), running)
      return running
    }
    const sites = plan.scenes.map((scene) => siteOfScene(scene, templates, preparedImage))
    const hashes = [...templates].map(([name, { hash }]) => [name, hash])
    const sceneKeys = plan.scenes.map(({ stage, template, data, outgoing }) =>
      hashOf([stage, template, data, outgoing && [outgoing.template, outgoing.data, outgoing.offsetMs], hashes]),
    )
    return { plan, sites, sceneKeys, preparedImage, [Symbol.asyncDispose]: giveBack }
  } catch (error) {
    await giveBack()
    throw error
  }
}

/**
 * Prepares every image, one after the other, which finds those that cannot be decoded.
 * @throws FilmInvalidError, CANCELLED, DISK_FULL
 */
export async function prepareAllImages({ plan, preparedImage }: LoadedFilm, signal: AbortSignal): Promise<void> {
  const faults: Fault[] = []
  for (const scene of plan.scenes) {
    throwIfCancelled(signal)
    try {
      for (const order of imagesOf(scene)) await preparedImage(order)
    } catch (error) {
      if (!(error instanceof FramefarmError) || !error.code.startsWith('ASSET_')) throw error
      faults.push({ pointer: pointerOf(['scenes', scene.index, 'image']), message: error.message })
    }
  }
  if (faults.length > 0) throw new FilmInvalidError(faults)
}
