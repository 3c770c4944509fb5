import { open, rename, rm } from 'node:fs/promises'
import type { FramefarmClient } from './create-client.ts'

export type DownloadToFileOptions = {
  /** A file of the render, as `outputs` names it; the film where absent. */
  readonly name?: string | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Saves a file of a render, whole or not at all: it is written beside its place and renamed when it is complete.
 * After a lost connection it goes on where it stopped.
 * @returns its size in bytes
 */
export async function downloadToFile(client: FramefarmClient, id: string, path: string, options: DownloadToFileOptions = {}): Promise<number> {
  const part = `${path}.part`
  try {
    const bytes = await writePart(client, id, part, options)
    await rename(part, path)
    return bytes
  } finally {
    await rm(part, { force: true })
  }
}

/** Connections that brought nothing, one after the other, before it is given up. */
const mostFailures = 3

async function writePart(client: FramefarmClient, id: string, part: string, options: DownloadToFileOptions): Promise<number> {
  await using file = await open(part, 'w')
  let size = 0
  for (let failures = 0; ;) {
    const response = await client.renders.download(id, { ...options, ...(size === 0 ? {} : { range: `bytes=${size}-` }) })
    // Not every proxy lets Range through: 200 is the whole file again.
    if (response.status !== 206) size = 0
    const before = size
    try {
      for await (const chunk of response.body ?? []) {
        await file.write(chunk, 0, chunk.length, size)
        size += chunk.length
      }
      await file.truncate(size)
      return size
    } catch (error) {
      options.signal?.throwIfAborted()
      failures = size > before ? 0 : failures + 1
      if (failures >= mostFailures) throw error
    }
  }
}
