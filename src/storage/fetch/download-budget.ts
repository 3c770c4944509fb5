/** What all downloads of one film may come to together: a thousand files within their own limits still fill a disk. */
export class DownloadBudget {
  readonly #maxBytes: number
  #taken = 0

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  /** Bytes that have come so far. */
  get taken(): number {
    return this.#taken
  }

  /** Counts bytes that have come. @returns false where they are too many */
  take(bytes: number): boolean {
    this.#taken += bytes
    return this.#taken <= this.#maxBytes
  }
}
