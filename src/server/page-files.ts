import { join } from 'node:path'
import express, { Router, type RequestHandler } from 'express'

const uncached = { cacheControl: false, etag: false, lastModified: false } as const

/** The files of pages, each folder below its own name, as their scripts import each other. */
export function pageFiles(...folders: readonly string[]): Router {
  const router = Router()
  for (const folder of folders) {
    router.use(`/${folder}`, express.static(join(import.meta.dirname, folder), { ...uncached, index: false, redirect: false }))
  }
  return router
}

/** The page of one of these folders. */
export function pageOf(folder: string): RequestHandler {
  return (_request, response) => response.sendFile('page.html', { ...uncached, root: join(import.meta.dirname, folder) })
}
