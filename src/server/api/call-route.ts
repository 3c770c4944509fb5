import type { Request, Response } from 'express'
import { z } from 'zod'
import { faultsOfIssues } from '../../film/faults-of-issues.ts'
import { FramefarmError } from '../../shared/errors.ts'
import { authenticate, authenticateWorker } from './access/authenticate.ts'
import type { KeyFacts } from './access/keys.ts'
import type { ApiParts } from './api-parts.ts'
import { RequestInvalidError } from './request-errors.ts'
import type { Answer, Route } from './route.ts'

/**
 * Answers a request by its route: may it, can it, what does it say. What costs least is asked first.
 * @throws FramefarmError of many codes; problem-of.ts tells them to the client
 */
export async function callRoute(route: Route, parts: ApiParts, { request, response }: { request: Request; response: Response }): Promise<void> {
  const account = route.access === 'worker' ? authenticateWorker(parts.workerTokens, request) : null
  const key = await keyOf(route, parts, { request, response })
  if (route.isNewWork) parts.stopping.throwIfDraining()
  if (route.isSubmission) parts.submissions.arrive()
  const params = parsed(route.params, request.params, 'path')
  response.locals['route'] = route
  response.locals['params'] = params
  const query = parsed(route.query ?? noQuery, request.query, 'query')
  const headers = parsed(route.headers, request.headers, 'header')
  if (isWanted(route, parts, request)) response.writeContinue()
  const body = route.body ? checkedBody(route.body, await (account === null ? parts.readJson : parts.readWorkerJson)(request)) : undefined
  const leaving = new AbortController()
  response.once('close', () => leaving.abort())
  const call = {
    parts,
    params,
    query,
    headers,
    body,
    key,
    owner: key?.id ?? null,
    account,
    log: parts.logOf(response),
    signal: leaving.signal,
    request,
    response,
  }
  const answer = () => route.answer(call)
  send(await (route.isSubmission ? parts.submissions.run(answer) : answer()), response)
}

/** Whether a client that has asked before it sends is told to go on. */
function isWanted({ body, bodyTypes }: Route, { settings }: ApiParts, { headers }: Request): boolean {
  const most = body ? settings.maxBodyBytes : bodyTypes ? settings.maxAssetBytes : 0
  return /^100-continue$/i.test(headers.expect ?? '') && Number(headers['content-length'] ?? 0) <= most
}

const noQuery = z.strictObject({})

async function keyOf(route: Route, { keys, buckets }: ApiParts, both: { request: Request; response: Response }): Promise<KeyFacts | null> {
  return keys === null || route.access !== 'key' ? null : authenticate(keys, buckets, both)
}

/** A path that does not fit is that of nothing; the others are mistakes that are told. */
function parsed<T>(schema: z.ZodType<T> | undefined, value: unknown, where: 'path' | 'query' | 'header'): T | undefined {
  if (!schema) return undefined
  const result = schema.safeParse(value)
  if (result.success) return result.data
  if (where === 'path') throw new FramefarmError('NOT_FOUND', 'there is nothing with this id')
  const [issue] = result.error.issues
  const names = issue?.code === 'unrecognized_keys' ? issue.keys : (issue?.path ?? [])
  const reason = issue?.code === 'unrecognized_keys' ? 'is not known here' : (issue?.message ?? 'is wrong')
  throw new FramefarmError('REQUEST_MALFORMED', `${where} ${names.map(String).join(', ')}: ${reason}`)
}

function checkedBody<T>(schema: z.ZodType<T>, raw: unknown): T {
  const result = schema.safeParse(raw)
  if (result.success) return result.data
  throw new RequestInvalidError(faultsOfIssues(result.error.issues, raw, jsonSchemaOf(schema)))
}

function jsonSchemaOf(schema: z.ZodType): z.core.JSONSchema.BaseSchema {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  // What has a name of its own stands among the definitions.
  return json.$defs?.[z.globalRegistry.get(schema)?.id ?? ''] ?? json
}

function send(answer: Answer, response: Response): void {
  if (answer === 'sent') return
  response.status(answer.status).set({ ...answer.headers })
  if ('json' in answer) response.json(answer.json)
  else if ('bytes' in answer) response.type(answer.type).send(answer.bytes)
  else response.end()
}
