import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Source } from '../../film/film.ts'
import { FramefarmError, hasSystemCode, messageOf } from '../../shared/errors.ts'
import { hashOf } from '../../shared/hash.ts'
import { throwIfCancelled } from '../../shared/within.ts'
import { storageError } from '../storage-error.ts'
import type { AssetKind } from './asset-kinds.ts'
import type { AssetPolicy } from './asset-policy.ts'
import type { DownloadBudget } from './download-budget.ts'
import type { KeptDownloads } from './kept-downloads.ts'
import { limitBody } from './limit-body.ts'
import { localFile } from './local-file.ts'
import { openGoogleStorage } from './open-google-storage.ts'
import { openHttp, type BodyStreams } from './open-http.ts'
import { assetRefused, refusalOf, unavailable } from './refusal.ts'
import { systemResolver, type ResolveHost } from './resolve-host.ts'
import { uploadedFile } from './uploaded-file.ts'

type FetchOrder = {
  /** Downloads go here. */
  readonly folder: string
  readonly kind: AssetKind
  readonly policy: AssetPolicy
  readonly signal: AbortSignal
  /** Shared by all downloads of a film. */
  readonly budget?: DownloadBudget
  /** Of earlier loads of the same film, in a folder of their own. */
  readonly kept?: KeptDownloads | undefined
  /** The operating system's where it is absent. */
  readonly resolveHost?: ResolveHost
}

/**
 * The one way from an address to a file: the file itself, or a download. It appears in the folder whole or not at all.
 * @throws ASSET_REFUSED where the policy forbids it, ASSET_UNAVAILABLE, DISK_FULL, CANCELLED
 */
export async function fetchSource(source: Source, order: FetchOrder): Promise<string> {
  const { policy } = order
  const refusal = refusalOf(source, policy)
  if (refusal) throw assetRefused(source.text, refusal)
  if (source.scheme === 'file') return localFile(source, policy)
  if (source.scheme === 'asset') return uploadedFile(source, policy, order.signal)
  const { kept } = order
  return kept ? kept.take(source, order.kind, () => download(source, { ...order, folder: kept.folder })) : download(source, order)
}

async function download(source: Source, order: FetchOrder): Promise<string> {
  const { folder, policy, signal } = order
  const path = join(folder, hashOf(source.url.href))
  const unfinished = `${path}.${randomUUID()}`
  const time = AbortSignal.timeout(policy.limits.totalMs)
  const limited = AbortSignal.any([signal, time])
  try {
    throwIfCancelled(signal)
    const { body, decoders } = await bodyOf(source, { ...order, signal: limited })
    const target = createWriteStream(unfinished)
    await pipeline([body, ...decoders, limitBody(source.text, policy.limits, order.budget), target], { signal: limited })
    await rename(unfinished, path)
    return path
  } catch (cause) {
    await rm(unfinished, { force: true })
    throwIfCancelled(signal)
    if (cause instanceof FramefarmError && cause.code !== 'CANCELLED') throw cause
    if (hasSystemCode(cause, 'ENOSPC')) throw storageError(`${source.text} could not be stored`, cause)
    if (time.aborted) throw unavailable(source.text, `it took longer than ${policy.limits.totalMs / 1000} s`)
    // What a library says may name our network, or the account that a bucket is read with.
    const reason = policy.privateAddresses === 'allowed' ? messageOf(cause) : 'the server did not answer as it should'
    throw new FramefarmError('ASSET_UNAVAILABLE', `${source.text} could not be downloaded: ${reason}`, { detail: messageOf(cause), cause })
  }
}

async function bodyOf(source: Source, order: FetchOrder): Promise<BodyStreams> {
  if (source.scheme === 'gs') return { body: await openGoogleStorage(source), decoders: [] }
  return openHttp(source, { ...order, resolveHost: order.resolveHost ?? systemResolver })
}
