import type { IncomingHttpHeaders } from 'node:http'
import { text } from 'node:stream/consumers'
import { serve } from './loopback.ts'

export type ReceivedWebhook = { readonly headers: IncomingHttpHeaders; readonly body: string }

export type WebhookEndpoint = {
  readonly url: string
  readonly received: readonly ReceivedWebhook[]
  /** What it answers from now on; 204 until then. */
  status: number
}

/** An endpoint for webhooks on this machine, for one test. */
export async function webhookEndpoint(): Promise<WebhookEndpoint> {
  const received: ReceivedWebhook[] = []
  const url = await serve((request, response) => {
    void text(request).then((body) => {
      received.push({ headers: request.headers, body })
      response.writeHead(endpoint.status).end()
    })
  })
  const endpoint: WebhookEndpoint = { url, received, status: 204 }
  return endpoint
}
