import type { z } from 'zod'
import {
  completeRequest,
  failRequest,
  giveBackRequest,
  leaseAnswer,
  leaseRequest,
  touchRequest,
  type LeaseKey,
  type LeaseSource,
} from '../../../api/leases.ts'
import { FramefarmError } from '../../../shared/errors.ts'
import { route, type Call, type Route } from '../route.ts'

const lease = route(
  {
    method: 'post',
    path: '/v1/worker/lease',
    id: 'leaseWork',
    tag: 'workers',
    summary: 'Wait for work',
    description: 'The work is held as long as it is touched, at least every few seconds. Work whose request was left meanwhile is given to another.',
    access: 'worker',
    isNewWork: true,
    body: leaseRequest,
    replies: { 200: { description: 'Work, or none within the time', json: leaseAnswer } },
    faults: ['REQUEST_INVALID'],
  },
  async (call) => {
    const { parts, body, signal } = call
    const waiting = AbortSignal.any([signal, parts.stopping.signal])
    return { status: 200, json: { lease: await leasesOf(call).lease(body.worker, body.waitMs, waiting) } }
  },
)

type Told<B> = {
  readonly path: string
  readonly id: string
  readonly summary: string
  readonly body: z.ZodType<B>
  readonly tell: (leases: LeaseSource, body: B) => Promise<boolean>
}

/** What a worker says of work that it holds. */
function aboutWork<B extends LeaseKey>({ path, id, summary, body, tell }: Told<B>): Route {
  const facts = { method: 'post', tag: 'workers', access: 'worker', faults: ['REQUEST_INVALID', 'LEASE_LOST'] } as const
  return route({ ...facts, path, id, summary, body, replies: { 204: { description: 'It is taken' } } }, async (call) => {
    if (await tell(leasesOf(call), call.body)) return { status: 204 }
    throw new FramefarmError('LEASE_LOST', `attempt ${call.body.attempt} does not hold ${call.body.id}`)
  })
}

const touch = aboutWork({
  path: '/v1/worker/touch',
  id: 'touchWork',
  summary: 'Keep work, and say how far it is',
  body: touchRequest,
  tell: (leases, { progress, ...key }) => leases.touch(key, progress),
})

const complete = aboutWork({
  path: '/v1/worker/complete',
  id: 'completeWork',
  summary: 'Hand in a result',
  body: completeRequest,
  tell: (leases, { result, ...key }) => leases.complete(key, result),
})

const fail = aboutWork({
  path: '/v1/worker/fail',
  id: 'failWork',
  summary: 'Say that work has failed',
  body: failRequest,
  tell: (leases, { failure, ...key }) => leases.fail(key, failure),
})

const giveBack = aboutWork({
  path: '/v1/worker/give-back',
  id: 'giveBackWork',
  summary: 'Give work back that has not failed',
  body: giveBackRequest,
  tell: (leases, key) => leases.giveBack(key),
})

export const workersRoutes = [lease, touch, complete, fail, giveBack]

function leasesOf({ parts, account }: Pick<Call, 'parts' | 'account'>): LeaseSource {
  if (account === null) throw new Error('unreachable: routes for workers are called by workers')
  return parts.leasesOf(account)
}
