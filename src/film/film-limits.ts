import { FilmInvalidError, pointerOf, type Fault } from './fault.ts'

/** How large a film may be before anybody reads what it says. */
export type FilmLimits = {
  /** Of the JSON text. */
  readonly maxBytes: number
  /** Objects and lists within each other. */
  readonly maxDepth: number
  readonly maxScenes: number
  /** Of every list. */
  readonly maxItems: number
  /** Numbers, texts, lists, objects, all counted. */
  readonly maxValues: number
  /** Characters of every text, and of every name of a field. */
  readonly maxTextLength: number
}

/** For films of others, as they come in a request. An hour of captions, word by word, has about 40,000 values. */
export const requestLimits: FilmLimits = {
  maxBytes: 2e6,
  maxDepth: 24,
  maxScenes: 500,
  maxItems: 2000,
  maxValues: 100_000,
  maxTextLength: 20_000,
}

/** For films of one's own: only what would end the process is refused. */
export const fileLimits: FilmLimits = {
  maxBytes: 64e6,
  maxDepth: 100,
  maxScenes: 1000,
  maxItems: 100_000,
  maxValues: 2_000_000,
  maxTextLength: 1_000_000,
}

type Place = { readonly value: unknown; readonly key: PropertyKey | null; readonly parent: Place | null; readonly depth: number }

/**
 * Checks the size of a film in all its parts, in one pass and without recursion, so that what comes after needs no fear of it.
 * @throws FilmInvalidError with the first fault
 */
export function checkFilmLimits(raw: unknown, limits: FilmLimits): void {
  const fault = faultOfScenes(raw, limits) ?? faultWithin(raw, limits)
  if (fault) throw new FilmInvalidError([fault])
}

function faultOfScenes(raw: unknown, { maxScenes }: FilmLimits): Fault | null {
  const scenes: unknown = typeof raw === 'object' && raw !== null ? Reflect.get(raw, 'scenes') : null
  if (!Array.isArray(scenes) || scenes.length <= maxScenes) return null
  return { pointer: '/scenes', message: `has ${scenes.length} scenes`, allowed: `up to ${maxScenes} scenes` }
}

function faultWithin(raw: unknown, limits: FilmLimits): Fault | null {
  const waiting: Place[] = [{ value: raw, key: null, parent: null, depth: 0 }]
  let count = 0
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    const fault = faultOfPlace(place, limits)
    if (fault) return { pointer: pointerTo(place), ...fault }
    const { value, depth } = place
    if (typeof value !== 'object' || value === null) continue
    const children = Object.entries(value)
    count += children.length
    if (count > limits.maxValues) return { pointer: '', message: 'has too many values in all', allowed: `up to ${limits.maxValues} values` }
    for (const [key, child] of children) waiting.push({ value: child, key, parent: place, depth: depth + 1 })
  }
  return null
}

function faultOfPlace({ value, key, depth }: Place, limits: FilmLimits): Omit<Fault, 'pointer'> | null {
  const { maxDepth, maxItems, maxTextLength } = limits
  if (key === '__proto__') return { message: 'is not a name that a field can have' }
  if (typeof key === 'string' && key.length > maxTextLength) return { message: 'has too long a name', allowed: `up to ${maxTextLength} characters` }
  if (typeof value === 'string' && value.length > maxTextLength) {
    return { message: `has ${value.length} characters`, allowed: `text of up to ${maxTextLength} characters` }
  }
  if (Array.isArray(value) && value.length > maxItems) return { message: `has ${value.length} items`, allowed: `a list of up to ${maxItems} items` }
  const isNested = typeof value === 'object' && value !== null
  return isNested && depth >= maxDepth ? { message: 'is nested too deeply', allowed: `up to ${maxDepth} levels` } : null
}

/** Of a name that is too long only the beginning. */
function pointerTo(place: Place): string {
  const path: PropertyKey[] = []
  for (let at: Place | null = place; at?.key !== null && at !== null; at = at.parent) path.unshift(String(at.key).slice(0, 200))
  return pointerOf(path)
}
