import { setTimeout as sleep } from 'node:timers/promises'
import { attemptDelivery } from './attempt-delivery.ts'
import type { LookupFor } from './post-webhook.ts'
import type { WebhookDelivery, WebhookQueue } from './webhook-delivery.ts'

/** Attempts under way at the same time. */
const atOnce = 32

/** Of them to one host, so that a slow one holds up nobody else. */
const perHost = 8

/** Longer than an attempt may take: what was taken and not sent (a host with enough under way, a process that died) is free again after this. */
const holdMs = 30_000

export type WebhookSending = {
  readonly queue: WebhookQueue
  readonly lookupFor: LookupFor
  /** Between two looks at the queue. */
  readonly pollMs: number
  /** What goes wrong with the queue itself; it is tried again. */
  readonly onError: (error: unknown) => void
}

/** Sends what is due until it is told to stop; attempts under way are given up then, and made again later. */
export async function deliverWebhooks({ queue, lookupFor, pollMs, onError }: WebhookSending, signal: AbortSignal): Promise<void> {
  const underWay = new Map<Promise<void>, string>()
  const isBusy = (host: string) => [...underWay.values()].filter((other) => other === host).length >= perHost
  const send = async (delivery: WebhookDelivery) => {
    const outcome = await attemptDelivery(delivery, lookupFor, signal)
    if (!signal.aborted) await queue.settle(delivery.id, outcome)
  }
  while (!signal.aborted) {
    try {
      const due = underWay.size < atOnce ? await queue.take(atOnce - underWay.size, holdMs) : []
      for (const delivery of due) {
        const host = URL.parse(delivery.url)?.host ?? ''
        if (isBusy(host)) continue
        const sending: Promise<void> = send(delivery)
          .catch(onError)
          .finally(() => underWay.delete(sending))
        underWay.set(sending, host)
      }
    } catch (error) {
      onError(error)
    }
    await sleep(pollMs, undefined, { signal }).catch(() => undefined)
  }
  await Promise.all(underWay.keys())
}
