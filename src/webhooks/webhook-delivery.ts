/** One event on its way to one endpoint. */
export type WebhookDelivery = {
  /** The same in all attempts: what an endpoint knows a repetition by. */
  readonly id: string
  readonly url: string
  /** JSON, the same bytes in all attempts. */
  readonly body: string
  /** The current secret of its owner, and while it is being changed the one before. */
  readonly secrets: readonly string[]
  readonly eventAt: Date
  /** Made before this one. */
  readonly attempts: number
}

export type AttemptOutcome = {
  readonly state: 'delivered' | 'waiting' | 'failed'
  /** Of `waiting`. */
  readonly nextAt: Date | null
  readonly at: Date
  /** null where no answer came. */
  readonly status: number | null
  /** Why it was not delivered. */
  readonly reason: string | null
}

/** Where deliveries are kept. */
export type WebhookQueue = {
  /** Those whose time has come, each taken for `holdMs`, so that no other coordinator sends it at the same time. */
  readonly take: (limit: number, holdMs: number) => Promise<readonly WebhookDelivery[]>
  readonly settle: (id: string, outcome: AttemptOutcome) => Promise<void>
}
