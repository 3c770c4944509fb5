import { join } from 'node:path'
import express, { Router } from 'express'
import { dashboardHeaders } from './security-headers.ts'

const folder = join(import.meta.dirname, 'dashboard')

/** The page at `/` that shows the renders of the farm; what it shows comes from the HTTP interface beside it. */
export function dashboard(): Router {
  const router = Router()
  const files = { index: false, cacheControl: false, etag: false, lastModified: false }
  router.get('/', dashboardHeaders, (_request, response) => response.sendFile(join(folder, 'page.html'), files))
  router.use('/dashboard', dashboardHeaders, express.static(folder, files))
  return router
}
