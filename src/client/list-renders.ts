import type { Render } from '../api/render.ts'
import type { RenderList } from '../api/render-list.ts'
import type { Connection } from './connection.ts'
import type { RenderFilter } from './documents.ts'

/** Renders, newest first, page after page as far as one reads. */
export async function* listRenders(connection: Connection, filter: RenderFilter, signal?: AbortSignal): AsyncGenerator<Render> {
  const query = queryOf(filter)
  for (;;) {
    const page = await connection.sendForJson<RenderList>({ path: 'v1/renders', query, signal, isRepeatable: true })
    yield* page.renders
    if (page.nextPageToken === null) return
    query.set('page_token', page.nextPageToken)
  }
}

function queryOf({ states, createdAfter, createdBefore, pageSize }: RenderFilter): URLSearchParams {
  const query = new URLSearchParams()
  if (states && states.length > 0) query.set('state', states.join(','))
  if (createdAfter) query.set('created_after', createdAfter.toISOString())
  if (createdBefore) query.set('created_before', createdBefore.toISOString())
  if (pageSize !== undefined) query.set('page_size', String(pageSize))
  return query
}
