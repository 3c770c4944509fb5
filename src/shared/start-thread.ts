import { getCompileCacheDir } from 'node:module'
import { dirname } from 'node:path'
import { Worker, type WorkerOptions } from 'node:worker_threads'

/**
 * Starts a thread of this program, in half the time where the process keeps a cache of compiled modules: of itself, a thread takes none from it,
 * and compiles Node's TypeScript remover and every module again.
 * @param file a module of the sources, which run as they are; the published package has JavaScript in its place
 */
export function startThread(file: URL, options: WorkerOptions = {}): Worker {
  const isSource = import.meta.url.endsWith('.ts')
  return new Worker(isSource ? file : new URL(file.href.replace(/\.ts$/, '.js')), { ...options, env: threadEnvironment() })
}

function threadEnvironment(): NodeJS.ProcessEnv {
  const cache = getCompileCacheDir()
  // Node has a folder for each of its versions within the one that is asked for.
  return cache === undefined ? process.env : { NODE_COMPILE_CACHE: dirname(cache), ...process.env }
}
