import { once } from 'node:events'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { usableCores } from '../../browser/slot-count.ts'
import { startThread } from '../../shared/start-thread.ts'
import { throwIfCancelled } from '../../shared/within.ts'
import { storageError } from '../../storage/storage-error.ts'
import type { BenchScene } from './bench-scene.ts'

/** A worker makes the frames `first`, `first + every`, ... and writes each in its place. */
export type RawFramesInput = { readonly scene: BenchScene; readonly path: string; readonly first: number; readonly every: number }

const workerFile = new URL('./raw-frames-worker.ts', import.meta.url)

/**
 * The scene's frames, resampled exactly, as raw yuv420p in one file: what an encoder would get if frames cost nothing.
 * @throws CANCELLED, DISK_FULL
 */
export async function writeRawFrames(scene: BenchScene, folder: string, signal: AbortSignal): Promise<string> {
  throwIfCancelled(signal)
  const path = join(folder, 'frames.yuv')
  await (await open(path, 'w')).close()
  const every = usableCores()
  const workers = Array.from({ length: every }, (_, first) => startThread(workerFile, { workerData: { scene, path, first, every } }))
  try {
    await Promise.all(workers.map((worker) => once(worker, 'exit', { signal })))
  } catch (cause) {
    throwIfCancelled(signal)
    throw storageError('the raw frames of the benchmark could not be written', cause)
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()))
  }
  return path
}
