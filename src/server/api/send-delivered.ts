import { create as contentDisposition } from 'content-disposition'
import type { Response } from 'express'
import type { DeliveredFile } from '../../api/render-farm.ts'
import type { OutputFile } from '../../api/render.ts'
import { FramefarmError, isMissingFile } from '../../shared/errors.ts'
import type { ObjectStore } from '../../storage/objects/object-store.ts'
import type { Call } from './route.ts'
import { sendStored } from './send-stored.ts'

/** Sends a finished file, or the part of it that the request asks for; shown in the browser, and saved under its own name. @throws FILE_GONE, RANGE_WRONG */
export async function sendDelivered(
  { parts, response, signal }: Pick<Call, 'parts' | 'response' | 'signal'>,
  delivered: DeliveredFile,
): Promise<'sent'> {
  const { path, object, file } = delivered
  const { shared, settings } = parts
  response.set({
    'Content-Type': file.mediaType,
    // Names are data: the library quotes what would end the header or the file name.
    'Content-Disposition': contentDisposition(file.file, { type: 'inline' }),
    // A browser must not guess a page out of a film.
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
    'Cache-Control': 'private, no-cache',
  })
  if (await sendLocal(response, path)) return 'sent'
  if (shared && (await redirectToStore(response, { store: shared, name: object, seconds: settings.signedUrlSeconds }))) return 'sent'
  if (shared && (await sendStored(response, { store: shared, name: object, signal }))) return 'sent'
  throw gone(file)
}

function gone({ file, url }: OutputFile): FramefarmError {
  if (url === '' || url.startsWith('/')) return new FramefarmError('FILE_GONE', `${file} is not kept any more`)
  return new FramefarmError('FILE_GONE', `${file} is not kept here; it was delivered to ${url}`, { hint: 'Fetch it from its destination.' })
}

/** false where there is no such file. */
async function sendLocal(response: Response, path: string): Promise<boolean> {
  const { promise, resolve, reject } = Promise.withResolvers<boolean>()
  // The folder may lie below one whose name begins with a dot.
  response.sendFile(path, { dotfiles: 'allow', cacheControl: false }, (error: unknown) => {
    // Whoever has gone away needs no answer.
    if (!error || response.headersSent || response.destroyed) resolve(true)
    else if (isMissingFile(error)) resolve(false)
    else reject(error)
  })
  return promise
}

/** false where the store signs no addresses, or is not to. */
async function redirectToStore(
  response: Response,
  { store, name, seconds }: { readonly store: ObjectStore; readonly name: string; readonly seconds: number },
): Promise<boolean> {
  const url = seconds > 0 ? await store.signedUrl(name, seconds) : null
  if (url === null) return false
  response.set('Cache-Control', 'no-store').redirect(302, url)
  return true
}
