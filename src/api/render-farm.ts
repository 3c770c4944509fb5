import type { FarmLoad } from './farm-load.ts'
import type { OutputFile, Render } from './render.ts'
import type { RenderEvent } from './render-event.ts'
import type { RenderRequest } from './render-request.ts'
import type { WebhookDelivery } from './webhook-records.ts'
import type { RenderState } from './render-states.ts'

/** Whose renders these are: an API key's id, or null for a server without keys. */
export type Owner = string | null

export type IdempotencyKey = {
  readonly key: string
  /** Of the request: the same key with another body is refused. */
  readonly bodyHash: string
}

/** What a worker must have to render a film. */
export type RenderNeeds = {
  /** For one piece of work. */
  readonly memoryBytes: number
  /** By codec (h264), or by codec and device (h264:gpu). */
  readonly encoders: readonly string[]
}

export type RenderFilter = {
  readonly states?: readonly RenderState[]
  readonly createdAfter?: Date
  readonly createdBefore?: Date
  /** 1 to 100. */
  readonly limit: number
  /** Of the page before. */
  readonly pageToken?: string
}

export type DeliveredFile = {
  /** In the data folder of this machine, where it is there. */
  readonly path: string
  /** In the store that machines share, where it is there. */
  readonly object: string
  readonly file: OutputFile
}

/** The farm as the HTTP server sees it. Of another owner, everything is as if it were not there. */
export type RenderFarm = {
  /**
   * Accepts a render: from here on it is never forgotten.
   * @returns the render, and whether an earlier request with the same key had made it
   * @throws IDEMPOTENCY_IN_FLIGHT, IDEMPOTENCY_MISMATCH, QUEUE_FULL
   */
  readonly submit: (
    request: RenderRequest,
    owner: Owner,
    idempotency: IdempotencyKey | null,
    needs?: RenderNeeds,
  ) => Promise<{ readonly render: Render; readonly isReplay: boolean }>
  /** Whether a request with this key has been accepted: the same again makes nothing. */
  readonly isKnownKey: (key: string, owner: Owner) => Promise<boolean>
  readonly find: (id: string, owner: Owner) => Promise<Render | null>
  /** The film of a render as it was sent; null where there is no such render. */
  readonly film: (id: string, owner: Owner) => Promise<RenderRequest['film'] | null>
  /** Newest first. @throws PAGE_TOKEN_WRONG */
  readonly list: (filter: RenderFilter, owner: Owner) => Promise<{ readonly renders: readonly Render[]; readonly nextPageToken: string | null }>
  /** null where there is no such render; over already: as it is. */
  readonly cancel: (id: string, owner: Owner) => Promise<Render | null>
  /** Of a failed or cancelled one; finished chunks are used again. @throws STATE_WRONG */
  readonly retry: (id: string, owner: Owner) => Promise<Render | null>
  /** Every event after `afterId`, then new ones as they come; ends after the render's last. null where there is no such render. */
  readonly events: (
    id: string,
    owner: Owner,
    after: { readonly id: number; readonly signal: AbortSignal },
  ) => Promise<AsyncIterable<RenderEvent> | null>
  /** Of a render that has succeeded; null where there is none. */
  readonly files: (id: string, owner: Owner) => Promise<readonly DeliveredFile[] | null>
  /** The lines of the render's log, as JSON each. */
  readonly log: (id: string, owner: Owner) => Promise<string | null>
  /** What an owner has: for the limits of API keys. */
  readonly usage: (owner: Owner, since: Date) => Promise<FarmUsage>
  readonly webhooks: WebhookBook
  /** How much waits, how fast it goes, and who works. */
  readonly load: () => Promise<FarmLoad>
}

/** What becomes of webhooks, and the secrets that they are signed with. */
export type WebhookBook = {
  /** Of a render, oldest first. null where there is no such render. */
  readonly deliveries: (id: string, owner: Owner) => Promise<readonly WebhookDelivery[] | null>
  /** Sends one again. false where there is none. */
  readonly replay: (id: string, delivery: string, owner: Owner) => Promise<boolean>
  readonly secret: (owner: Owner) => Promise<string>
  /** A new secret; for a day the one before signs beside it. */
  readonly rotateSecret: (owner: Owner) => Promise<string>
}

type FarmUsage = {
  /** Renders that are not over. */
  readonly active: number
  /** Renders that were accepted since then. */
  readonly created: number
}
