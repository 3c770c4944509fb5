import type { Request, Response } from 'express'
import type { Logger } from 'pino'
import type { z } from 'zod'
import type { Owner } from '../../api/render-farm.ts'
import type { ErrorCode } from '../../shared/error-codes.ts'
import type { KeyFacts } from './access/keys.ts'
import type { ApiParts } from './api-parts.ts'

type Method = 'get' | 'post' | 'delete' | 'head' | 'patch' | 'options'

/** One kind of success, as the documentation has it. */
export type ReplyFacts = {
  readonly description: string
  /** Of a JSON answer. */
  readonly json?: z.ZodType
  /** Of any other. */
  readonly mediaTypes?: readonly string[]
  readonly headers?: Readonly<Record<string, string>>
}

type Schemas<P, Q, H, B> = {
  /** Of the path. */
  readonly params?: z.ZodType<P>
  readonly query?: z.ZodType<Q>
  /** By their names in small letters; others are let through. */
  readonly headers?: z.ZodType<H>
  /** Of a JSON body. */
  readonly body?: z.ZodType<B>
}

/** What is known of a route without calling it: express and the documentation are made from it. */
export type RouteFacts = Schemas<unknown, unknown, unknown, unknown> & {
  readonly method: Method
  /** With `:name` for parts that change. */
  readonly path: string
  /** Its name in the documentation and in clients made from that. */
  readonly id: string
  readonly tag: 'renders' | 'films' | 'assets' | 'scenes' | 'webhooks' | 'workers' | 'server'
  readonly summary: string
  readonly description?: string
  /** `open`: also without an API key. `worker`: with a worker's token. */
  readonly access: 'key' | 'open' | 'worker'
  /** Refused while the server is stopping. */
  readonly isNewWork?: boolean
  /** Each of them costs the database a transaction: only so many are let in at the same time. */
  readonly isSubmission?: boolean
  /** Of a body that is no JSON: the route reads it itself. */
  readonly bodyTypes?: readonly string[]
  readonly replies: Readonly<Record<number, ReplyFacts>>
  /** Beside those that every route can answer. */
  readonly faults: readonly ErrorCode[]
}

/** A request whose every part has been checked. */
export type Call<P = unknown, Q = unknown, H = unknown, B = unknown> = {
  readonly parts: ApiParts
  readonly params: P
  readonly query: Q
  readonly headers: H
  readonly body: B
  /** null where the server has no keys. */
  readonly key: KeyFacts | null
  readonly owner: Owner
  /** Of the worker that asks, of a route for workers; null of all others. */
  readonly account: string | null
  readonly log: Logger
  /** Aborted when the client has gone. */
  readonly signal: AbortSignal
  readonly request: Request
  readonly response: Response
}

/** `sent`: the route has answered by itself. */
export type Answer = JsonAnswer | BytesAnswer | EmptyAnswer | 'sent'
type Head = { readonly status: number; readonly headers?: Readonly<Record<string, string>> }
type JsonAnswer = Head & { readonly json: unknown }
type BytesAnswer = Head & { readonly bytes: Buffer | string; readonly type: string }
type EmptyAnswer = Head

export type Route = RouteFacts & { readonly answer: (call: Call) => Promise<Answer> }

/** A route whose answer sees the types of its schemas. */
export function route<P, Q, H, B>(
  facts: Omit<RouteFacts, keyof Schemas<P, Q, H, B>> & Schemas<P, Q, H, B>,
  answer: (call: Call<P, Q, H, B>) => Promise<Answer>,
): Route {
  // What is called has been parsed by these very schemas (call-route.ts).
  return { ...facts, answer: answer as Route['answer'] }
}
