import { FramefarmError } from '../../shared/errors.ts'

/** For how many days files are kept; null for ever. */
export type Lifetimes = {
  /** Finished chunks, since they were last used. */
  readonly chunkDays: number | null
  /** Finished films without a destination, since they were finished. */
  readonly renderDays: number | null
  /** Uploaded assets, since a film last used them. */
  readonly assetDays: number | null
}

const variables = {
  chunkDays: ['FRAMEFARM_CHUNK_DAYS', 7],
  renderDays: ['FRAMEFARM_RENDER_DAYS', 30],
  assetDays: ['FRAMEFARM_ASSET_DAYS', 30],
} as const satisfies Record<keyof Lifetimes, readonly [variable: string, days: number]>

/** @throws TOOL_SETTING_WRONG */
export function lifetimesFromEnvironment(environment: NodeJS.ProcessEnv = process.env): Lifetimes {
  const daysOf = (name: keyof Lifetimes) => {
    const [variable, usual] = variables[name]
    const text = environment[variable]?.trim() ?? ''
    if (text === '') return usual
    if (text === 'forever') return null
    // A film takes hours at most: what is younger than a day may be in use.
    if (/^\d+(\.\d+)?$/.test(text) && Number(text) >= 1) return Number(text)
    throw new FramefarmError('TOOL_SETTING_WRONG', `${variable} is ${JSON.stringify(text)}; it must be a number of days, 1 or more, or "forever"`)
  }
  return { chunkDays: daysOf('chunkDays'), renderDays: daysOf('renderDays'), assetDays: daysOf('assetDays') }
}
