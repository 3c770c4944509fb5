import { FramefarmError } from '../shared/errors.ts'
import { findOnPath, isExecutable } from '../shared/find-on-path.ts'

export type FoundFfmpeg = { readonly ffmpeg: string; readonly ffprobe: string }

/**
 * FRAMEFARM_FFMPEG and FRAMEFARM_FFPROBE where set, else the programs on PATH.
 * @throws TOOL_SETTING_WRONG for a variable that names no program, TOOL_MISSING where there is none.
 */
export function findFfmpeg(): FoundFfmpeg {
  return { ffmpeg: find('ffmpeg', 'FRAMEFARM_FFMPEG'), ffprobe: find('ffprobe', 'FRAMEFARM_FFPROBE') }
}

function find(name: string, variable: string): string {
  const set = process.env[variable]
  if (set !== undefined && set !== '') {
    if (isExecutable(set)) return set
    throw new FramefarmError('TOOL_SETTING_WRONG', `${variable} is ${set}, which is not a program that can be run`)
  }
  const path = findOnPath(name)
  if (path !== null) return path
  throw new FramefarmError('TOOL_MISSING', `${name} was not found on PATH`, {
    hint: `run \`npm run setup\`, or install the package ffmpeg, or set ${variable}`,
  })
}
