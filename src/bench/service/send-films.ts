import { quantilesOf, type Quantiles } from '../report/quantiles.ts'
import { askServer, type ServerTarget } from './server-target.ts'

export type SendOrder = { readonly perSecond: number; readonly seconds: number }

export type Sent = {
  /** Of those that were accepted: from when each was to be sent to its answer, so that a server that stops for a while is seen. */
  readonly accepted: Quantiles | null
  /** Of those that were turned away (429, 503). */
  readonly turnedAway: Quantiles | null
  /** How often each status was answered; `none` where the connection broke. */
  readonly statuses: Readonly<Record<string, number>>
  readonly ids: readonly string[]
}

type Answer = { readonly status: number | null; readonly ms: number; readonly id: string | null }

/** POST /v1/renders at an even pace, whether or not the answers come. */
export async function sendFilms(target: ServerTarget, { perSecond, seconds }: SendOrder): Promise<Sent> {
  const body = JSON.stringify({ film: target.film, priority: -10 })
  const startMs = performance.now()
  const answers = Array.from({ length: Math.round(perSecond * seconds) }, async (_, index) => {
    const dueMs = startMs + (index * 1000) / perSecond
    await until(dueMs)
    return sendOne(target, body, dueMs)
  })
  return sumUp(await Promise.all(answers))
}

/** All at the same time: more than any queue takes. */
export async function sendBurst(target: ServerTarget, count: number): Promise<Sent> {
  const body = JSON.stringify({ film: target.film, priority: -10 })
  return sumUp(await Promise.all(Array.from({ length: count }, () => sendOne(target, body, performance.now()))))
}

async function sendOne(target: ServerTarget, body: string, fromMs: number): Promise<Answer> {
  try {
    const response = await askServer(target, '/v1/renders', { method: 'POST', body })
    const text = await response.text()
    const ms = performance.now() - fromMs
    return { status: response.status, ms, id: response.status === 202 ? (JSON.parse(text) as { readonly id: string }).id : null }
  } catch {
    return { status: null, ms: performance.now() - fromMs, id: null }
  }
}

function sumUp(answers: readonly Answer[]): Sent {
  const statuses: Record<string, number> = {}
  for (const { status } of answers) statuses[status ?? 'none'] = (statuses[status ?? 'none'] ?? 0) + 1
  const times = (...wanted: readonly number[]) =>
    quantilesOf(answers.filter(({ status }) => status !== null && wanted.includes(status)).map(({ ms }) => ms))
  return { accepted: times(202), turnedAway: times(429, 503), statuses, ids: answers.flatMap(({ id }) => id ?? []) }
}

async function until(timeMs: number): Promise<void> {
  const leftMs = timeMs - performance.now()
  if (leftMs > 0) await new Promise((resolve) => setTimeout(resolve, leftMs))
}
