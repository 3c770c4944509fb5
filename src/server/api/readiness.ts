import { messageOf } from '../../shared/errors.ts'

/** Looks whether a part of the server works. @returns words about it @throws where it does not */
export type PartCheck = (signal: AbortSignal) => Promise<string>
export type PartState = { readonly ok: boolean; readonly detail: string }

/** Answers are kept so long: many probes cost no more than one. */
const keptMs = 2000
const limitMs = 5000

/** Whether each part of the server works, asked at most every two seconds. */
export class Readiness {
  readonly #checks: Readonly<Record<string, PartCheck>>
  #asked: { readonly atMs: number; readonly states: Promise<Readonly<Record<string, PartState>>> } | null = null

  constructor(checks: Readonly<Record<string, PartCheck>>) {
    this.#checks = checks
  }

  async states(): Promise<Readonly<Record<string, PartState>>> {
    const nowMs = performance.now()
    if (this.#asked === null || nowMs - this.#asked.atMs >= keptMs) this.#asked = { atMs: nowMs, states: this.#ask() }
    return this.#asked.states
  }

  async #ask(): Promise<Readonly<Record<string, PartState>>> {
    return Object.fromEntries(await Promise.all(Object.entries(this.#checks).map(async ([name, check]) => [name, await stateOf(check)] as const)))
  }
}

async function stateOf(check: PartCheck): Promise<PartState> {
  const limit = AbortSignal.timeout(limitMs)
  const late = Promise.withResolvers<never>()
  limit.addEventListener('abort', () => late.reject(new Error(`has not answered for ${limitMs / 1000} s`)), { once: true })
  try {
    return { ok: true, detail: await Promise.race([check(limit), late.promise]) }
  } catch (error) {
    return { ok: false, detail: messageOf(error) }
  }
}
