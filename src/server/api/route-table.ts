import type { Route } from './route.ts'
import { assetsRoutes } from './routes/assets-routes.ts'
import { checksRoutes } from './routes/checks-routes.ts'
import { draftsRoutes } from './routes/drafts-routes.ts'
import { eventsRoute } from './routes/events-route.ts'
import { farmRoute } from './routes/farm-route.ts'
import { filmRoutes } from './routes/film-routes.ts'
import { framesRoute } from './routes/frames-route.ts'
import { objectsRoutes } from './routes/objects-routes.ts'
import { rendersRoutes } from './routes/renders-routes.ts'
import { sceneRoute } from './routes/scene-route.ts'
import { serverRoutes } from './routes/server-routes.ts'
import { templatesRoute } from './routes/templates-route.ts'
import { uploadsRoutes } from './routes/uploads-routes.ts'
import { webhooksRoutes } from './routes/webhooks-routes.ts'
import { workRoutes } from './routes/work-routes.ts'
import { workersRoutes } from './routes/workers-routes.ts'

/** Every route: what express answers, and what the documentation describes. */
export const routeTable: readonly Route[] = [
  ...rendersRoutes,
  eventsRoute,
  ...filmRoutes,
  ...checksRoutes,
  framesRoute,
  ...draftsRoutes,
  templatesRoute,
  ...assetsRoutes,
  ...uploadsRoutes,
  sceneRoute,
  ...workRoutes,
  ...webhooksRoutes,
  ...workersRoutes,
  ...objectsRoutes,
  farmRoute,
  ...serverRoutes,
]
