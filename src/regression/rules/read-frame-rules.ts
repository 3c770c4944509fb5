import { readFile } from 'node:fs/promises'
import { FramefarmError, isMissingFile, messageOf } from '../../shared/errors.ts'
import { parseJson } from '../../shared/parse-json.ts'
import type { FrameRules } from './frame-rules.ts'
import { parseFrameRules } from './parse-frame-rules.ts'

/** `film.json` -> `film.frames.json` */
function frameRulesPath(filmPath: string): string {
  return `${filmPath.replace(/\.json$/i, '')}.frames.json`
}

/**
 * The rules beside a film; the usual ones where there are none.
 * @throws FRAME_RULES_INVALID where the file cannot be read, is no JSON, or has faults
 */
export async function readFrameRules(filmPath: string): Promise<FrameRules> {
  const path = frameRulesPath(filmPath)
  const text = await textOf(path)
  if (text === null) return parseFrameRules({}, path)
  const parsed = parseJson(text)
  if ('place' in parsed)
    throw new FramefarmError('FRAME_RULES_INVALID', `${path} is not JSON at ${parsed.place}: ${parsed.message}`, { cause: parsed.cause })
  return parseFrameRules(parsed.value, path)
}

async function textOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (isMissingFile(error)) return null
    throw new FramefarmError('FRAME_RULES_INVALID', `${path} cannot be read: ${messageOf(error)}`, { cause: error })
  }
}
