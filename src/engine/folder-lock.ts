import { link, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { setInterval } from 'node:timers'
import { z } from 'zod'
import { FramefarmError, hasSystemCode, isMissingFile } from '../shared/errors.ts'
import { startOf } from './process-start.ts'

/** How often the holder says that it lives, by the lock's time of change; who is on another machine can see nothing else of it. */
const beatMs = 3000
const silentMs = 15_000

const holderShape = z.object({ pid: z.int(), start: z.string(), host: z.string() })
type Holder = z.output<typeof holderShape>

export type FolderLock = { readonly release: () => Promise<void> }

/**
 * Takes the folder for this process: PGlite has no lock of its own, and of two processes on one folder one loses what it has written.
 * What a process left that was killed is taken over.
 * @param folder may not exist yet; the lock lies beside it
 * @throws DATABASE_IN_USE
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const path = `${folder}.lock`
  const own = `${path}.${process.pid}`
  await writeFile(own, JSON.stringify({ pid: process.pid, start: startOf(process.pid), host: hostname() } satisfies Holder))
  try {
    while (!(await isLinked(own, path))) await removeDead(path, folder)
  } finally {
    await rm(own, { force: true })
  }
  // A lock that cannot be touched any more is seen by others as one of a dead process, and that is what its disk is.
  const beat = setInterval(() => void utimes(path, new Date(), new Date()).catch(() => undefined), beatMs)
  beat.unref()
  return {
    release: async () => {
      clearInterval(beat)
      await rm(path, { force: true })
    },
  }
}

/** Linking is atomic, and fails where the lock is there. */
async function isLinked(own: string, path: string): Promise<boolean> {
  try {
    await link(own, path)
    return true
  } catch (error) {
    if (hasSystemCode(error, 'EEXIST')) return false
    throw error
  }
}

/** @throws DATABASE_IN_USE where the holder lives */
async function removeDead(path: string, folder: string): Promise<void> {
  const seen = await textOf(path)
  if (seen === null) return
  const holder = holderOf(seen)
  if (holder && (await isAlive(holder, path))) {
    const where = holder.host === hostname() ? `process ${holder.pid}` : `process ${holder.pid} on ${holder.host}`
    throw new FramefarmError('DATABASE_IN_USE', `${where} is at work on the database in ${folder}`)
  }
  const aside = `${path}.dead.${process.pid}`
  await rename(path, aside).catch((error: unknown) => {
    if (!isMissingFile(error)) throw error
  })
  // Another process may have been quicker, and this be its lock.
  if ((await textOf(aside)) !== seen) await link(aside, path).catch(() => undefined)
  await rm(aside, { force: true })
}

async function isAlive({ pid, start, host }: Holder, path: string): Promise<boolean> {
  if (host === hostname()) return startOf(pid) === start
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: 0 }))
  return Date.now() - mtimeMs < silentMs
}

async function textOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (isMissingFile(error)) return null
    throw error
  }
}

/** null where the file says nothing that a holder would: it was cut short. */
function holderOf(text: string): Holder | null {
  try {
    return holderShape.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}
