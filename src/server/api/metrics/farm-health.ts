/** What an operator is woken for, as far as the database and the disk know it. It is of the whole farm, whichever coordinator is asked. */
export type FarmHealth = {
  /** Pieces of work that workers hold. */
  readonly leases: number
  /** Webhooks that wait to be sent, also those that are tried again later. */
  readonly waitingWebhooks: number
  /** How long the most overdue webhook has been due. */
  readonly overdueWebhookSeconds: number
  /** Free space for who is not root, where this coordinator keeps its data. */
  readonly freeBytes: number
}
