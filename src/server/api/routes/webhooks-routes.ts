import { z } from 'zod'
import { webhookDeliveries, webhookSecret } from '../../../api/webhook-records.ts'
import { notFound } from '../request-errors.ts'
import { route } from '../route.ts'
import { renderParams } from './render-params.ts'

const deliveries = route(
  {
    method: 'get',
    path: '/v1/renders/:id/deliveries',
    id: 'listDeliveries',
    tag: 'webhooks',
    summary: "What has become of a render's webhooks",
    access: 'key',
    params: renderParams,
    replies: { 200: { description: 'Every event that its webhook was to be told of', json: webhookDeliveries } },
    faults: ['NOT_FOUND'],
  },
  async ({ parts, params, owner }) => {
    const found = await parts.farm.webhooks.deliveries(params.id, owner)
    if (!found) throw notFound('such render')
    return { status: 200, json: { deliveries: found } }
  },
)

const replay = route(
  {
    method: 'post',
    path: '/v1/renders/:id/deliveries/:delivery/replay',
    id: 'replayDelivery',
    tag: 'webhooks',
    summary: 'Send a webhook once more',
    description: 'The same event with the same webhook-id, for another day.',
    access: 'key',
    params: renderParams.extend({ delivery: z.string().regex(/^msg_[0-9a-f]{32}$/) }),
    replies: { 202: { description: 'It is sent again' } },
    faults: ['NOT_FOUND'],
  },
  async ({ parts, params, owner }) => {
    if (!(await parts.farm.webhooks.replay(params.id, params.delivery, owner))) throw notFound('such delivery')
    return { status: 202 }
  },
)

const secret = route(
  {
    method: 'get',
    path: '/v1/webhook-secret',
    id: 'getWebhookSecret',
    tag: 'webhooks',
    summary: 'What your webhooks are signed with',
    description: 'Made when it is first asked for. Signatures are those of Standard Webhooks 1.0.',
    access: 'key',
    replies: { 200: { description: 'The secret', json: webhookSecret } },
    faults: [],
  },
  async ({ parts, owner }) => ({ status: 200, json: { secret: await parts.farm.webhooks.secret(owner) } }),
)

const rotate = route(
  {
    method: 'post',
    path: '/v1/webhook-secret/rotate',
    id: 'rotateWebhookSecret',
    tag: 'webhooks',
    summary: 'Sign webhooks with a new secret',
    description: 'For 24 hours webhooks have two signatures, with the new secret and with the one before.',
    access: 'key',
    replies: { 200: { description: 'The new secret', json: webhookSecret } },
    faults: [],
  },
  async ({ parts, owner }) => ({ status: 200, json: { secret: await parts.farm.webhooks.rotateSecret(owner) } }),
)

export const webhooksRoutes = [deliveries, replay, secret, rotate]
