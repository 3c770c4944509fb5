import { repeat } from '../../coordinator/repeat.ts'
import type { DataFolder } from '../../storage/data-folder.ts'
import { collectGarbage } from '../../storage/gc/collect-garbage.ts'
import { lifetimesFromEnvironment } from '../../storage/gc/lifetimes.ts'
import { removeRenderFiles } from '../../storage/gc/remove-render-files.ts'

type Tidying = AsyncDisposable & {
  /** Removes what a render that has come to nothing has left. What cannot be removed outlives its use. */
  readonly dropFiles: (renderId: string) => void
}

const collectMs = 3_600_000

/** Removes what has outlived its use, once an hour until it is disposed of. @throws TOOL_SETTING_WRONG */
export function keepTidy(dataFolder: DataFolder, onError: (error: unknown) => void): Tidying {
  const lifetimes = lifetimesFromEnvironment()
  const ending = new AbortController()
  const { signal } = ending
  const hear = (error: unknown) => {
    if (!signal.aborted) onError(error)
  }
  const collect = async () => {
    await collectGarbage(dataFolder, { lifetimes, isDry: false, signal })
  }
  const running = new Set([repeat(collect, { everyMs: collectMs, signal, onError: hear })])
  return {
    dropFiles: (renderId) => {
      const dropping = removeRenderFiles(dataFolder, renderId, signal).catch(hear)
      running.add(dropping)
      void dropping.finally(() => running.delete(dropping))
    },
    [Symbol.asyncDispose]: async () => {
      ending.abort()
      await Promise.all(running)
    },
  }
}
