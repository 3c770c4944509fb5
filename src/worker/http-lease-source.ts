import { z } from 'zod'
import { leaseAnswer, type LeaseKey, type LeaseSource } from '../api/leases.ts'
import { FramefarmError, messageOf } from '../shared/errors.ts'

export type CoordinatorAddress = {
  /** Of the server, without a slash at the end. */
  readonly url: string
  readonly token: string
}

/** Beyond the time that the coordinator may wait for work. */
const answerMs = 15_000
const touchLimitMs = 5000

const lost = 409
const refused = 401

/** What was refused, in the words of a problem (RFC 9457); of proxies between, nothing. */
const refusal = z.object({ code: z.string(), detail: z.string(), hint: z.string() })

/**
 * Leases of a coordinator, over HTTP.
 * What it gives throws KEY_WRONG where the coordinator does not know the token, COORDINATOR_UNAVAILABLE for all else that is no answer.
 */
export function httpLeaseSource(address: CoordinatorAddress): LeaseSource {
  const tell = async (about: string, { id, attempt }: LeaseKey, said: { readonly ms: number; readonly body: object }) => {
    const response = await post(address, about, { body: { id, attempt, ...said.body }, signal: AbortSignal.timeout(said.ms) })
    return response !== null
  }
  return {
    lease: async (worker, waitMs, signal) => {
      const limit = AbortSignal.any([signal, AbortSignal.timeout(waitMs + answerMs)])
      const answer = await post(address, 'lease', { body: { worker, waitMs }, signal: limit })
      const parsed = leaseAnswer.safeParse(answer)
      if (parsed.success) return parsed.data.lease
      throw unavailable(address, 'it does not answer as a Framefarm of this version does')
    },
    touch: (lease, progress) => tell('touch', lease, { ms: touchLimitMs, body: { progress } }),
    complete: (lease, result) => tell('complete', lease, { ms: answerMs, body: { result } }),
    fail: (lease, failure) => tell('fail', lease, { ms: answerMs, body: { failure } }),
    giveBack: (lease) => tell('give-back', lease, { ms: answerMs, body: {} }),
  }
}

/** @returns the answer's JSON, or its text where it has none; null where the lease is lost */
async function post(
  address: CoordinatorAddress,
  path: string,
  { body, signal }: { readonly body: object; readonly signal: AbortSignal },
): Promise<unknown> {
  const answer = await answerOf(address, path, { body, signal })
  const { status, text } = answer
  if (status === 200) return jsonOf(text)
  if (status === 204) return {}
  const problem = refusal.safeParse(jsonOf(text)).data
  if (status === lost && problem?.code === 'LEASE_LOST') return null
  if (status === refused && problem)
    throw new FramefarmError('KEY_WRONG', `the coordinator at ${address.url} refuses this worker: ${problem.detail}`, { hint: problem.hint })
  throw unavailable(address, `it answered ${status}${problem ? `: ${problem.detail}` : ''}`)
}

async function answerOf(
  { url, token }: CoordinatorAddress,
  path: string,
  { body, signal }: { readonly body: object; readonly signal: AbortSignal },
): Promise<{ readonly status: number; readonly text: string }> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  try {
    // The token is meant for this address alone.
    const response = await fetch(`${url}/v1/worker/${path}`, { method: 'POST', headers, body: JSON.stringify(body), signal, redirect: 'error' })
    return { status: response.status, text: await response.text() }
  } catch (cause) {
    throw unavailable({ url }, reasonOf(cause), cause)
  }
}

/** fetch says only that it has failed; why is in the cause. */
function reasonOf(error: unknown): string {
  return error instanceof Error && error.cause !== undefined ? reasonOf(error.cause) : messageOf(error)
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function unavailable({ url }: Pick<CoordinatorAddress, 'url'>, reason: string, cause?: unknown): FramefarmError {
  return new FramefarmError('COORDINATOR_UNAVAILABLE', `the coordinator at ${url} could not be asked: ${reason}`, { cause })
}
