import { access, constants, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Source } from '../../film/film.ts'
import { FramefarmError, hasSystemCode, messageOf } from '../../shared/errors.ts'
import type { AssetPolicy } from './asset-policy.ts'
import { assetRefused, isBelow, refusedFile } from './refusal.ts'

/**
 * The path of a file of this machine. Where only some folders are allowed, links are followed first, and what comes out is the file itself.
 * @throws ASSET_UNAVAILABLE, ASSET_REFUSED
 */
export async function localFile({ text, url }: Source, { files }: AssetPolicy): Promise<string> {
  let path = url.pathname
  try {
    path = fileURLToPath(url)
    if (files !== 'all') path = await fileBelow(path, files, text)
    await access(path, constants.R_OK)
    const info = await stat(path)
    if (info.isFile()) return path
  } catch (cause) {
    if (cause instanceof FramefarmError) throw cause
    const reason = hasSystemCode(cause, 'ENOENT') ? 'there is no such file' : messageOf(cause)
    throw new FramefarmError('ASSET_UNAVAILABLE', `${text} could not be read: ${reason}`, { detail: path, cause })
  }
  throw new FramefarmError('ASSET_UNAVAILABLE', `${text} is not a file`, { detail: path })
}

async function fileBelow(path: string, folders: readonly string[], text: string): Promise<string> {
  const real = await realpath(path)
  const realFolders = await Promise.all(folders.map((folder) => realpath(folder).catch(() => folder)))
  if (isBelow(real, realFolders)) return real
  throw assetRefused(text, { ...refusedFile, detail: `${real} is outside the allowed folders` })
}

/** The path of an asset that was uploaded. @throws ASSET_UNAVAILABLE */
export async function uploadedFile({ text, url }: Source, assetFolder: string): Promise<string> {
  const path = join(assetFolder, assetFileName(url))
  try {
    if ((await stat(path)).isFile()) return path
  } catch (cause) {
    throw new FramefarmError('ASSET_UNAVAILABLE', `${text} has not been uploaded`, { detail: messageOf(cause), cause })
  }
  throw new FramefarmError('ASSET_UNAVAILABLE', `${text} has not been uploaded`, { detail: `${path} is not a file` })
}

/** `asset:sha256-HEX` -> `sha256-HEX`, the name of its file. @throws where it is none: addresses are checked when a film is parsed */
function assetFileName({ pathname }: URL): string {
  if (!/^sha256-[0-9a-f]{64}$/.test(pathname)) throw new Error(`unreachable: ${pathname} is no content address`)
  return pathname
}
