type Waiting<Item, Result> = { readonly item: Item; readonly answer: PromiseWithResolvers<Result> }

/** Does something for all who wait for it at the same time, one batch after the other: what comes while one is under way is the next. */
export class Batches<Item, Result> {
  readonly #work: (items: readonly Item[]) => Promise<readonly (Result | Error)[]>
  readonly #most: number
  readonly #waiting: Waiting<Item, Result>[] = []
  #isAtWork = false

  /**
   * @param work gives for each item its result, or why there is none. Where it throws, nothing of the batch may have been done
   * @param most items of one batch
   */
  constructor(work: (items: readonly Item[]) => Promise<readonly (Result | Error)[]>, most: number) {
    this.#work = work
    this.#most = most
  }

  /** @throws what the work gives or throws for this item */
  async add(item: Item): Promise<Result> {
    const answer = Promise.withResolvers<Result>()
    this.#waiting.push({ item, answer })
    if (!this.#isAtWork) void this.#workOff()
    return answer.promise
  }

  async #workOff(): Promise<void> {
    this.#isAtWork = true
    while (this.#waiting.length > 0) await this.#settle(this.#waiting.splice(0, this.#most))
    this.#isAtWork = false
  }

  async #settle(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.#work(batch.map(({ item }) => item))
      for (const [index, { answer }] of batch.entries()) {
        const result = results[index]
        if (result instanceof Error) answer.reject(result)
        else answer.resolve(result as Result)
      }
    } catch (error) {
      // One of them may be what all of them fail for.
      if (batch.length > 1) for (const one of batch) await this.#settle([one])
      else for (const { answer } of batch) answer.reject(error)
    }
  }
}
