import { FramefarmError } from '../../shared/errors.ts'
import { baselineFolder, filmName, foldersOfNone, knownKeys } from './baseline-places.ts'
import { readBaselines, type Baselines } from './read-baselines.ts'

/**
 * The baselines of a film for a renderer; none where there are none yet.
 * @throws OUTPUT_UNWRITABLE where they cannot be read
 */
export async function findBaselines(filmPath: string, rendererKey: string): Promise<Baselines> {
  return readBaselines(baselineFolder(filmPath, rendererKey))
}

/** Why nothing can be compared: it is no difference of frames, and says what there is. */
export async function noBaselines(filmPath: string, rendererKey: string): Promise<FramefarmError> {
  const keys = await knownKeys(filmPath)
  const what = `${filmName(filmPath)} has no baselines for ${rendererKey}`
  const there = keys.length === 0 ? '' : `; it has some for ${keys.join(', ')}`
  const otherwise = keys.length === 0 ? await renamedText(filmPath) : ', or check with the browser and method that the others were captured with'
  const hint = `run \`framefarm frames capture\` here, look at the pictures, and keep them with the film${otherwise}`
  return new FramefarmError('BASELINES_MISSING', what + there, { hint })
}

/** A film that was renamed has left its baselines behind. */
async function renamedText(filmPath: string): Promise<string> {
  const { folder, others } = await foldersOfNone(filmPath)
  return others.length === 0
    ? ''
    : `; or, where the film was renamed, rename the folder of its baselines too, to ${folder}: no film has ${others.join(', ')}`
}
