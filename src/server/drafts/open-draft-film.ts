import { rm } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import pLimit from 'p-limit'
import type { DataFolder } from '../../storage/data-folder.ts'
import type { AssetPolicy } from '../../storage/fetch/asset-policy.ts'
import { KeptDownloads } from '../../storage/fetch/kept-downloads.ts'
import { openPartFolder } from '../../storage/work-folder.ts'
import type { FilmOrigin } from '../editing/film-origin.ts'
import { LiveFilm } from '../live-film.ts'

/** Opens a film with a folder of its own. @throws DISK_FULL, OUTPUT_UNWRITABLE */
export type OpenDraftFilm = (origin: FilmOrigin) => Promise<{ readonly film: LiveFilm; readonly close: () => Promise<void> }>

type Places = {
  /** Each film has a folder in it. */
  readonly folder: string
  readonly dataFolder: DataFolder
  /** What films may use. */
  readonly policy: AssetPolicy
}

/** Films that are read at the same time; more wait for their turn. */
const readAtOnce = 2

export function openDraftFilm({ folder: parent, dataFolder, policy }: Places): OpenDraftFilm {
  const inTurn = pLimit(readAtOnce)
  return async (origin) => {
    const folder = await openPartFolder(parent, `draft-${randomUUID()}`)
    const kept = new KeptDownloads(await openPartFolder(folder, 'downloads'))
    const film = new LiveFilm(origin, { folder, dataFolder, policy, kept, inTurn })
    await film.start()
    const close = async () => {
      await film[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true, maxRetries: 3 })
    }
    return { film, close }
  }
}
