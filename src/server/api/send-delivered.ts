import { create as contentDisposition } from 'content-disposition'
import type { Response } from 'express'
import type { DeliveredFile } from '../../api/render-farm.ts'
import { isMissingFile } from '../../shared/errors.ts'
import { notFound } from './request-errors.ts'

/** Sends a finished file, or the part of it that the request asks for; shown in the browser, and saved under its own name. */
export async function sendDelivered(response: Response, { path, file }: DeliveredFile): Promise<'sent'> {
  response.set({
    'Content-Type': file.mediaType,
    // Names are data: the library quotes what would end the header or the file name.
    'Content-Disposition': contentDisposition(file.file, { type: 'inline' }),
    // A browser must not guess a page out of a film.
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
    'Cache-Control': 'private, no-cache',
  })
  const { promise, resolve, reject } = Promise.withResolvers<'sent'>()
  // The folder may lie below one whose name begins with a dot.
  response.sendFile(path, { dotfiles: 'allow', cacheControl: false }, (error: unknown) => {
    // Whoever has gone away needs no answer.
    if (!error || response.headersSent || response.destroyed) resolve('sent')
    else reject(isMissingFile(error) ? notFound('such file any more') : error)
  })
  return promise
}
