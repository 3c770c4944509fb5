import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { FramefarmError } from '../../shared/errors.ts'
import { throwIfCancelled } from '../../shared/within.ts'
import { isOfDisk, storageError } from '../storage-error.ts'
import { mayPass } from './google-client.ts'

/** How often a download begins again that breaks off or comes damaged. */
const attempts = 3
const pauseMs = 250

/**
 * Brings an object to a path, whole or not at all.
 * @param open begins to read it; null where there is none
 * @returns false where there is none
 * @throws DISK_FULL, OUTPUT_UNWRITABLE, CANCELLED; what the client throws
 */
export async function downloadFile(open: () => Promise<Readable | null>, toPath: string, signal: AbortSignal): Promise<boolean> {
  const unfinished = `${toPath}.${randomUUID()}`
  try {
    for (let attempt = 1; ; attempt++) {
      try {
        const body = await open()
        if (!body) return false
        await pipeline(body, createWriteStream(unfinished), { signal })
        await rename(unfinished, toPath)
        return true
      } catch (cause) {
        throwIfCancelled(signal)
        if (isOfDisk(cause)) throw storageError(`${toPath} could not be written`, cause)
        if (attempt === attempts || !isWorthAgain(cause)) throw cause
        await sleep(pauseMs * 2 ** attempt * (0.5 + Math.random() / 2), undefined, { signal })
      }
    }
  } finally {
    await rm(unfinished, { force: true })
  }
}

function isWorthAgain(cause: unknown): boolean {
  return cause instanceof FramefarmError ? cause.retryable : mayPass(cause)
}
