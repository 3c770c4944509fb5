import { z } from 'zod'
import { render } from '../../../api/render.ts'
import { renderList, renderListQuery } from '../../../api/render-list.ts'
import { renderRequest } from '../../../api/render-request.ts'
import { filmNeeds } from '../../../farm/film-needs.ts'
import { hashOf } from '../../../shared/hash.ts'
import { checkDestination } from '../access/check-destination.ts'
import { checkQuota } from '../access/check-quota.ts'
import { checkSentFilm } from '../check-sent-film.ts'
import { notFound } from '../request-errors.ts'
import { route, type Answer, type Call } from '../route.ts'
import { renderParams } from './render-params.ts'

const idempotencyHeaders = z.object({
  'idempotency-key': z
    .string()
    .regex(/^[\x20-\x7e]{1,255}$/, 'is not 1 to 255 visible characters')
    .optional()
    .describe('Makes it safe to send the request again: kept for 24 hours, the same key gives the same render'),
})

const submit = route(
  {
    method: 'post',
    path: '/v1/renders',
    id: 'createRender',
    tag: 'renders',
    summary: 'Render a film',
    description: 'Once it is answered, the render is never forgotten. Follow it by its events, or ask for it now and then.',
    access: 'key',
    isNewWork: true,
    isSubmission: true,
    headers: idempotencyHeaders,
    body: renderRequest,
    replies: {
      202: {
        description: 'Accepted',
        json: render,
        headers: { Location: 'Path of the render', 'Idempotent-Replayed': 'true where an earlier request with the same key had made it' },
      },
    },
    faults: ['FILM_INVALID', 'REQUEST_INVALID', 'FORBIDDEN', 'IDEMPOTENCY_IN_FLIGHT', 'IDEMPOTENCY_MISMATCH', 'QUEUE_FULL', 'LIMIT_REACHED'],
  },
  async (call) => {
    const { parts, body, owner, log } = call
    checkDestination(body.destination, call)
    const film = await checkSentFilm(body.film, call)
    const key = call.headers['idempotency-key']
    // What is sent again makes nothing, and is no reason to refuse.
    if (key === undefined || !(await parts.farm.isKnownKey(key, owner))) await checkQuota(call)
    const idempotency = key === undefined ? null : { key, bodyHash: hashOf(body) }
    const { render: accepted, isReplay } = await parts.farm.submit(body, owner, idempotency, filmNeeds(film, body))
    log.info({ renderId: accepted.id, isReplay }, 'render accepted')
    const headers = { Location: `/v1/renders/${accepted.id}`, ...(isReplay ? { 'Idempotent-Replayed': 'true' } : {}) }
    return { status: 202, headers, json: accepted }
  },
)

const list = route(
  {
    method: 'get',
    path: '/v1/renders',
    id: 'listRenders',
    tag: 'renders',
    summary: 'List renders, newest first',
    access: 'key',
    query: renderListQuery,
    replies: { 200: { description: 'A page of renders', json: renderList } },
    faults: ['PAGE_TOKEN_WRONG'],
  },
  async ({ parts, query, owner }) => {
    const filter = {
      limit: query.page_size,
      ...(query.state && { states: query.state }),
      ...(query.created_after === undefined ? {} : { createdAfter: new Date(query.created_after) }),
      ...(query.created_before === undefined ? {} : { createdBefore: new Date(query.created_before) }),
      ...(query.page_token === undefined ? {} : { pageToken: query.page_token }),
    }
    return { status: 200, json: await parts.farm.list(filter, owner) }
  },
)

const find = route(
  {
    method: 'get',
    path: '/v1/renders/:id',
    id: 'getRender',
    tag: 'renders',
    summary: 'A render as it is now',
    access: 'key',
    params: renderParams,
    replies: { 200: { description: 'The render', json: render } },
    faults: ['NOT_FOUND'],
  },
  async ({ parts, params, owner }) => {
    const found = await parts.farm.find(params.id, owner)
    if (!found) throw notFound('such render')
    return { status: 200, json: found }
  },
)

const cancelFacts = {
  tag: 'renders',
  summary: 'Cancel a render',
  access: 'key',
  params: renderParams,
  replies: { 202: { description: 'It is being cancelled, or is over already', json: render } },
  faults: ['NOT_FOUND'],
} as const

const cancel = route({ method: 'post', path: '/v1/renders/:id/cancel', id: 'cancelRender', ...cancelFacts }, cancelled)
const remove = route({ method: 'delete', path: '/v1/renders/:id', id: 'deleteRender', description: 'The same as cancel.', ...cancelFacts }, cancelled)

async function cancelled({ parts, params, owner }: Call<{ readonly id: string }>): Promise<Answer> {
  const found = await parts.farm.cancel(params.id, owner)
  if (!found) throw notFound('such render')
  return { status: 202, json: found }
}

const retry = route(
  {
    method: 'post',
    path: '/v1/renders/:id/retry',
    id: 'retryRender',
    tag: 'renders',
    summary: 'Render again what has failed or was cancelled',
    description: 'Chunks that are finished are not rendered again.',
    access: 'key',
    isNewWork: true,
    params: renderParams,
    replies: { 202: { description: 'Accepted again', json: render, headers: { Location: 'Path of the render' } } },
    faults: ['NOT_FOUND', 'STATE_WRONG', 'QUEUE_FULL', 'LIMIT_REACHED'],
  },
  async (call) => {
    const { parts, params, owner } = call
    if (!(await parts.farm.find(params.id, owner))) throw notFound('such render')
    await checkQuota(call)
    const again = await parts.farm.retry(params.id, owner)
    if (!again) throw notFound('such render')
    return { status: 202, headers: { Location: `/v1/renders/${again.id}` }, json: again }
  },
)

export const rendersRoutes = [submit, list, find, remove, cancel, retry]
