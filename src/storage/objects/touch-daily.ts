import type { ObjectStore, StoredObject } from './object-store.ts'

const dayMs = 24 * 3600 * 1000

/**
 * Says that files which belong together are in use, as the first of them shows. Lifetimes are counted in days: more often than once a day would pay for nothing.
 * @returns what is known of the first; null where it is not there
 */
export async function touchDaily(store: ObjectStore, names: readonly [string, ...string[]], signal: AbortSignal): Promise<StoredObject | null> {
  const first = await store.stat(names[0], signal)
  if (first && Date.now() - first.usedAt.getTime() >= dayMs) await Promise.all(names.map((name) => store.touch(name, signal)))
  return first
}
