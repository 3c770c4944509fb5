type Bucket = { tokens: number; atMs: number }

export type BucketLimit = { readonly perMinute: number; readonly burst: number }

/** Token buckets by name: each holds `burst` tokens and gets `perMinute` of them back, evenly. */
export class TokenBuckets {
  readonly #buckets = new Map<string, Bucket>()
  readonly #nowMs: () => number

  constructor(nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs
  }

  /** Takes a token. @returns how many are left, and the seconds until there is one where there was none */
  take(name: string, { perMinute, burst }: BucketLimit): { readonly left: number; readonly waitSeconds: number } {
    const nowMs = this.#nowMs()
    const perMs = perMinute / 60_000
    const bucket = this.#buckets.get(name) ?? { tokens: burst, atMs: nowMs }
    bucket.tokens = Math.min(burst, bucket.tokens + (nowMs - bucket.atMs) * perMs)
    bucket.atMs = nowMs
    this.#buckets.set(name, bucket)
    if (bucket.tokens < 1) return { left: 0, waitSeconds: (1 - bucket.tokens) / perMs / 1000 }
    bucket.tokens -= 1
    return { left: Math.floor(bucket.tokens), waitSeconds: 0 }
  }
}
