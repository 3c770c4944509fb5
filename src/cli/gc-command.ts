import { dataFolderFromEnvironment } from '../storage/data-folder.ts'
import { collectGarbage, type Garbage } from '../storage/gc/collect-garbage.ts'
import { lifetimesFromEnvironment } from '../storage/gc/lifetimes.ts'
import type { CommonOptions } from './run-to-end.ts'

export type GcOptions = CommonOptions & { readonly dryRun?: boolean }

/** Removes what has outlived its use, or says what that is. */
export async function gcCommand({ dryRun: isDry = false, json = false }: GcOptions, signal: AbortSignal): Promise<void> {
  const removed = await collectGarbage(dataFolderFromEnvironment(), { lifetimes: lifetimesFromEnvironment(), isDry, signal })
  process.stdout.write(json ? `${JSON.stringify({ isDry, removed }, null, 2)}\n` : `${garbageText(removed, isDry)}\n`)
}

function garbageText(removed: readonly Garbage[], isDry: boolean): string {
  if (removed.length === 0) return 'There is nothing to remove.'
  const heading = isDry ? 'This would be removed:' : 'This was removed:'
  const lines = removed.map(
    ({ store, kind, count, bytes }) => `  ${kind.padEnd(10)} ${String(count).padStart(6)}  ${(bytes / 1e6).toFixed(1).padStart(10)} MB  ${store}`,
  )
  return [heading, ...lines].join('\n')
}
