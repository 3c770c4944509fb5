import { access, constants, realpath, stat } from 'node:fs/promises'
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
