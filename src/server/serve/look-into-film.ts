import { checkFilmWhole } from '../../farm/check-film-whole.ts'
import type { DataFolder } from '../../storage/data-folder.ts'
import type { AssetPolicy } from '../../storage/fetch/asset-policy.ts'
import { openWorkFolder } from '../../storage/work-folder.ts'
import type { Workers } from '../api/api-parts.ts'

/** Fetches what a film names to a folder of its own, which is removed afterwards. */
export function lookIntoFilm(dataFolder: DataFolder, policy: AssetPolicy): Workers['lookInto'] {
  return async (film, signal) => {
    await using work = await openWorkFolder(dataFolder)
    return await checkFilmWhole(film, { folder: work.path, policy }, signal)
  }
}
