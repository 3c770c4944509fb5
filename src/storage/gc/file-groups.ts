import type { ObjectStore } from '../objects/object-store.ts'
import type { Lifetimes } from './lifetimes.ts'

/** Files that come and go together, such as a chunk and its seal, or all files of a film. */
export type FileGroup = { readonly names: readonly string[]; readonly bytes: number; readonly usedAt: Date }

export type FileKind = {
  readonly kind: 'chunks' | 'renders' | 'assets'
  readonly prefix: string
  readonly lifetime: keyof Lifetimes
  /** What a name shares with the others of its group; null for what is none of ours. */
  readonly keyOf: (name: string) => string | null
}

const part = (pattern: RegExp) => (name: string) => pattern.exec(name)?.[1] ?? null

/** All that has a lifetime, wherever it lies. */
export const fileKinds: readonly FileKind[] = [
  { kind: 'chunks', prefix: 'chunks/', lifetime: 'chunkDays', keyOf: part(/^chunks\/([0-9a-f]{64})\.(?:mp4|m4a|mka|wav|json)$/) },
  { kind: 'renders', prefix: 'renders/', lifetime: 'renderDays', keyOf: part(/^renders\/([^/]+)\/./) },
  { kind: 'assets', prefix: 'assets/', lifetime: 'assetDays', keyOf: part(/^assets\/(?:owners\/[^/]+\/)?sha256-([0-9a-f]{64})(?:\.json)?$/) },
]

/** The groups of which no file has been used since. */
export async function oldGroups(store: ObjectStore, { prefix, keyOf }: FileKind, before: Date, signal: AbortSignal): Promise<readonly FileGroup[]> {
  const groups = new Map<string, { names: string[]; bytes: number; usedAt: Date }>()
  for await (const { name, bytes, usedAt } of store.list(prefix, signal)) {
    const key = keyOf(name)
    if (key === null) continue
    const group = groups.get(key)
    if (!group) {
      groups.set(key, { names: [name], bytes, usedAt })
      continue
    }
    group.names.push(name)
    group.bytes += bytes
    if (usedAt > group.usedAt) group.usedAt = usedAt
  }
  return [...groups.values()].filter(({ usedAt }) => usedAt < before)
}
