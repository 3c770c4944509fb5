/** What an API key may do; null is no limit. */
export type KeyFacts = {
  /** Whose renders these are. Told in logs; no secret. */
  readonly id: string
  readonly name: string
  /** Requests a minute, and how many of them may come at once. */
  readonly requestsPerMinute: number
  readonly burst: number
  /** Accepted and not over. */
  readonly maxActiveRenders: number | null
  readonly maxRendersPerDay: number | null
  /** Pieces of work of its renders that are under way at a time. */
  readonly maxSlots: number | null
  /** Beginnings of addresses that films may be delivered to. */
  readonly destinations: readonly string[]
}

/** The API keys of a server. */
export type Keys = {
  /** @returns what the key may do, or null where there is none with this secret */
  readonly check: (secret: string) => Promise<KeyFacts | null>
  /** Of keys that have such a limit, by their ids. */
  readonly maxSlots: ReadonlyMap<string, number>
}
