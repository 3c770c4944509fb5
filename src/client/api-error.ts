import type { Problem } from '../api/problem.ts'

/** Where something is wrong in what was sent, and what. */
export type ApiFault = NonNullable<Problem['errors']>[number]

type ApiErrorFacts = {
  readonly status: number | null
  readonly code: string
  readonly detail: string
  readonly errors?: readonly ApiFault[]
  readonly hint?: string | null
  readonly retryAfterSeconds?: number | null
  readonly cause?: unknown
}

/** Every request that does not end well ends in one of these; an abort throws the signal's own reason. */
export class FramefarmApiError extends Error {
  override readonly name = 'FramefarmApiError'
  /** Of the answer; null where there was none. */
  readonly status: number | null
  /** Stable (docs/errors.md); UNREACHABLE without an answer, HTTP_ and the status where the answer is not the farm's own. */
  readonly code: string
  /** What failed, in words. */
  readonly detail: string
  /** Each fault with its JSON pointer. */
  readonly errors: readonly ApiFault[]
  /** What to do. */
  readonly hint: string | null
  /** When the server wants to be asked again. */
  readonly retryAfterSeconds: number | null

  constructor(facts: ApiErrorFacts) {
    super(facts.status === null ? facts.detail : `${facts.status} ${facts.code}: ${facts.detail}`, { cause: facts.cause })
    this.status = facts.status
    this.code = facts.code
    this.detail = facts.detail
    this.errors = facts.errors ?? []
    this.hint = facts.hint ?? null
    this.retryAfterSeconds = facts.retryAfterSeconds ?? null
  }
}

/** The error that an answer which is not ok tells of; reads its body. */
export async function errorOfResponse(response: Response): Promise<FramefarmApiError> {
  const problem = await problemOf(response)
  return new FramefarmApiError({
    status: response.status,
    code: textOf(problem['code']) ?? `HTTP_${response.status}`,
    detail: textOf(problem['detail']) ?? textOf(problem['title']) ?? `the server answers ${response.status} ${response.statusText}`.trimEnd(),
    errors: Array.isArray(problem['errors']) ? (problem['errors'] as readonly ApiFault[]) : [],
    hint: textOf(problem['hint']),
    retryAfterSeconds: retryAfterOf(response.headers, Date.now()),
  })
}

/** The error of a request that got no answer. */
export function unreachable(url: URL, cause: unknown): FramefarmApiError {
  const reason = cause instanceof Error ? innermost(cause).message : String(cause)
  return new FramefarmApiError({
    status: null,
    code: 'UNREACHABLE',
    detail: `${url.origin} does not answer: ${reason}`,
    hint: 'Check baseUrl, and that the server runs.',
    cause,
  })
}

/** Problem details (RFC 9457), or nothing where something in between has answered in its own way. */
async function problemOf(response: Response): Promise<Readonly<Record<string, unknown>>> {
  if (!/[/+]json\b/.test(response.headers.get('content-type') ?? '')) {
    await response.body?.cancel()
    return {}
  }
  const body: unknown = await response.json().catch(() => null)
  return typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>) : {}
}

/** Seconds or an HTTP date (RFC 9110). */
function retryAfterOf(headers: Headers, nowMs: number): number | null {
  const value = headers.get('retry-after')
  if (value === null) return null
  const seconds = /^\d+$/.test(value.trim()) ? Number(value) : (Date.parse(value) - nowMs) / 1000
  return Number.isFinite(seconds) ? Math.max(0, seconds) : null
}

/** fetch says only that it failed; what it failed of is its cause. */
function innermost(error: Error): Error {
  return error.cause instanceof Error ? innermost(error.cause) : error
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
