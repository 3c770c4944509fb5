import { Router } from 'express'
import { pageFiles, pageOf } from './page-files.ts'
import { dashboardHeaders } from './security-headers.ts'

/** The page at `/` that shows the renders of the farm; what it shows comes from the HTTP interface beside it. */
export function dashboard(): Router {
  const router = Router()
  router.get('/', dashboardHeaders, pageOf('dashboard'))
  router.use(['/dashboard', '/page-parts'], dashboardHeaders)
  router.use(pageFiles('dashboard', 'page-parts'))
  return router
}
