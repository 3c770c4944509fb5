import { z } from 'zod'

const time = z.iso.datetime()

/** An event of a render on its way to the render's webhook. */
const webhookDelivery = z
  .object({
    id: z.string().describe('The webhook-id header, the same in all attempts'),
    type: z.string(),
    url: z.string(),
    state: z.enum(['waiting', 'delivered', 'failed']),
    attempts: z.int(),
    eventAt: time,
    nextAt: time.nullable().describe('When it is tried again'),
    lastAt: time.nullable(),
    lastStatus: z.int().nullable().describe('What the endpoint answered; null where no answer came'),
    lastReason: z.string().nullable().describe('Why the last attempt did not deliver it'),
  })
  .meta({ id: 'WebhookDelivery' })

/** What GET /v1/renders/{id}/deliveries answers. */
export const webhookDeliveries = z.object({ deliveries: z.array(webhookDelivery).describe('Oldest first') }).meta({ id: 'WebhookDeliveries' })

/** What webhooks are signed with. */
export const webhookSecret = z
  .object({ secret: z.string().describe('whsec_ and base64, as Standard Webhooks 1.0 has it') })
  .meta({ id: 'WebhookSecret' })

export type WebhookDelivery = z.output<typeof webhookDelivery>
