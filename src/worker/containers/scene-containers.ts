import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { taskResult, type Lease, type TaskResult } from '../../api/leases.ts'
import { errorCodes, type ErrorCode } from '../../shared/error-codes.ts'
import { FramefarmError, messageOf } from '../../shared/errors.ts'
import { throwIfCancelled } from '../../shared/within.ts'
import { retryDelayMs } from '../until-answered.ts'
import { ChunkPace } from './chunk-pace.ts'
import { postWork } from './post-work.ts'

export type SceneContainersOptions = {
  /** Of servers that answer POST /process-work: one a container, or one for all that stand behind a balancer. */
  readonly addresses: readonly URL[]
  /** What lets us in at an address. */
  readonly headersFor: (address: URL) => Promise<Readonly<Record<string, string>>>
  /** Of one request: Cloud Run and its like end them, too. */
  readonly timeoutMs?: number
  /** Before, no chunk is sent a second time: a container that has to start takes a while. */
  readonly patienceMs?: number
  /** Before attempt 2, 3, ... of a chunk. */
  readonly pauseMs?: (attempt: number) => number
}

const usualTimeoutMs = 600_000
const usualPatienceMs = 20_000
/** Of one chunk; then it is for the coordinator to decide. */
const mostTries = 5
const longestWaitMs = 30_000
/** Not the chunk's fault: the container is not there, has too much to do, or is gone in the middle of it. */
const passing: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504])

const problem = z.object({ code: z.string(), detail: z.string(), hint: z.string().optional() })

/** Has work done in containers that an autoscaler starts for it, one request a piece. What comes of it goes to the store that all share. */
export class SceneContainers {
  readonly #options: SceneContainersOptions
  readonly #underWay = new Map<string, number>()
  readonly #pace: ChunkPace

  constructor(options: SceneContainersOptions) {
    this.#options = options
    this.#pace = new ChunkPace(options.patienceMs ?? usualPatienceMs)
  }

  /**
   * Has a piece of work done. A chunk that takes much longer than others is sent a second time, and who is first counts: both would store the same.
   * @throws WORKER_LOST where no container has answered; what the container said; CANCELLED
   */
  async perform(lease: Lease, signal: AbortSignal): Promise<TaskResult> {
    // How long the other kinds of work take says nothing of the next.
    const frames = lease.task.type === 'chunk' ? lease.task.frames : null
    const over = new AbortController()
    const both = AbortSignal.any([signal, over.signal])
    const startMs = performance.now()
    const asked = [this.#ask(lease, both)]
    try {
      if (await this.#isSlow(asked[0], frames, both)) asked.push(this.#ask(lease, both))
      const result = await Promise.any(asked)
      if (frames !== null) this.#pace.note(frames, performance.now() - startMs)
      return result
    } catch (error) {
      throwIfCancelled(signal)
      throw error instanceof AggregateError ? error.errors[0] : error
    } finally {
      over.abort()
      // The loser ends with it.
      await Promise.allSettled(asked)
    }
  }

  async #isSlow(first: Promise<unknown> | undefined, frames: number | null, signal: AbortSignal): Promise<boolean> {
    const slowMs = frames === null ? null : this.#pace.slowAfterMs(frames)
    if (slowMs === null) return false
    const done = new AbortController()
    const ended = first?.then(
      () => false,
      () => false,
    )
    const late = sleep(slowMs, true, { signal: AbortSignal.any([signal, done.signal]) }).catch(() => false)
    try {
      return (await Promise.race([ended, late])) === true
    } finally {
      done.abort()
    }
  }

  async #ask(lease: Lease, signal: AbortSignal): Promise<TaskResult> {
    for (let tries = 1; ; tries++) {
      const answer = await this.#askOnce(lease, signal)
      if ('result' in answer) return answer.result
      throwIfCancelled(signal)
      if (answer.retryAfterMs === null || tries === mostTries) throw answer.error
      await sleep(Math.max(answer.retryAfterMs, (this.#options.pauseMs ?? retryDelayMs)(tries)), undefined, { signal }).catch(() => undefined)
    }
  }

  async #askOnce(lease: Lease, signal: AbortSignal): Promise<{ readonly result: TaskResult } | Refusal> {
    const address = this.#leastBusy()
    const { headersFor, timeoutMs = usualTimeoutMs } = this.#options
    this.#count(address, 1)
    try {
      const headers = await headersFor(address)
      const url = new URL('process-work', address)
      const limited = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
      const { status, body, retryAfterMs } = await postWork({ url, headers, json: JSON.stringify(lease) }, limited)
      const parsed = status === 200 ? taskResult.safeParse(jsonOf(body)) : null
      if (parsed?.success) return { result: parsed.data }
      return refusalOf(address, { status, body, retryAfterMs })
    } catch (cause) {
      const error = new FramefarmError('WORKER_LOST', `the container at ${address.origin} did not answer: ${messageOf(cause)}`, { cause })
      return { error, retryAfterMs: 0 }
    } finally {
      this.#count(address, -1)
    }
  }

  #leastBusy(): URL {
    const [least] = this.#options.addresses.toSorted((a, b) => this.#busy(a) - this.#busy(b))
    if (!least) throw new Error('unreachable: there is an address')
    return least
  }

  #busy({ href }: URL): number {
    return this.#underWay.get(href) ?? 0
  }

  #count(address: URL, change: number): void {
    this.#underWay.set(address.href, this.#busy(address) + change)
  }
}

/** `retryAfterMs` is null where it would say the same again. */
type Refusal = { readonly error: FramefarmError; readonly retryAfterMs: number | null }

function refusalOf(address: URL, answer: { readonly status: number; readonly body: string; readonly retryAfterMs: number | null }): Refusal {
  const { status, body } = answer
  const said = problem.safeParse(jsonOf(body)).data
  const where = `the container at ${address.origin} answered ${status}`
  const isPassing = passing.has(status) && said?.code !== 'INTERNAL'
  const retryAfterMs = isPassing ? Math.min(longestWaitMs, answer.retryAfterMs ?? 0) : null
  if (!said || !(said.code in errorCodes))
    return { error: new FramefarmError('WORKER_LOST', `${where}, which is no answer of Framefarm's`), retryAfterMs }
  const hint = said.hint === undefined ? {} : { hint: said.hint }
  return { error: new FramefarmError(said.code as ErrorCode, said.detail, hint), retryAfterMs }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
