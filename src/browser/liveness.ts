import { FramefarmError } from '../shared/errors.ts'

/** How long Chromium may take before it counts as stuck, in ms. */
export type Liveness = { readonly firstFrameMs: number; readonly frameMs: number }

const variables = {
  firstFrameMs: { name: 'FRAMEFARM_FIRST_FRAME_TIMEOUT_MS', standard: 30_000 },
  frameMs: { name: 'FRAMEFARM_FRAME_TIMEOUT_MS', standard: 5_000 },
} as const

/** @throws TOOL_SETTING_WRONG for a variable that is no positive number */
export function livenessFromEnvironment(): Liveness {
  return { firstFrameMs: read('firstFrameMs'), frameMs: read('frameMs') }
}

function read(key: keyof typeof variables): number {
  const { name, standard } = variables[key]
  const text = process.env[name]
  if (text === undefined || text === '') return standard
  const ms = Number(text)
  if (Number.isFinite(ms) && ms > 0) return ms
  throw new FramefarmError('TOOL_SETTING_WRONG', `${name} is ${text}; it must be a number of milliseconds above 0`)
}

/** The error for a wait that was too long; it names the variable that makes it longer. */
export function stuckError(what: string, limit: keyof Liveness, ms: number): FramefarmError {
  return new FramefarmError('CHROMIUM_STUCK', `Chromium did not ${what} within ${ms} ms`, {
    hint: `the chunk is tried again; for a heavy template raise ${variables[limit].name}`,
  })
}
