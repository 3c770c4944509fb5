import type { RenderRequest } from '../api/render-request.ts'
import type { RenderState } from '../api/render-states.ts'
import { insertDelivery } from '../engine/records/delivery-records.ts'
import { webhookSecretOf } from '../engine/records/secret-records.ts'
import type { RenderChange } from './render-change.ts'
import type { SceneFailure } from './failed-scenes.ts'

type WebhookType = NonNullable<RenderRequest['webhook']>['events'][number]

/** Puts down what a render's webhook is to be told of its new state, in the transaction that brings it there. */
export async function addStateWebhook(change: RenderChange, before: RenderState): Promise<void> {
  const type = typeOf(change.row.state, before)
  if (type) await addWebhook(change, type, {})
}

export async function addSceneWebhook(change: RenderChange, { scene, failure }: SceneFailure): Promise<void> {
  await addWebhook(change, 'scene.failed', { scene, sceneError: failure })
}

function typeOf(state: RenderState, before: RenderState): WebhookType | null {
  if (state === 'succeeded' || state === 'failed' || state === 'cancelled') return `render.${state}`
  return state === 'preparing' && before === 'queued' ? 'render.started' : null
}

async function addWebhook({ row, session }: RenderChange, type: WebhookType, more: object): Promise<void> {
  const { webhook, metadata } = row.terms
  if (!webhook?.events.includes(type)) return
  const { id, owner, state, createdAt, startedAt, finishedAt, outputs, leftOut, error } = row
  // Not the whole render: a film of a thousand scenes would be more than an endpoint expects.
  const data = { id, state, createdAt, startedAt, finishedAt, outputs, leftOut, error, metadata, ...more }
  await webhookSecretOf(session, owner)
  await insertDelivery(session, { renderId: id, owner, type, url: webhook.url, data })
}
