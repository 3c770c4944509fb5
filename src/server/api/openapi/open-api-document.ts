import type { z } from 'zod'
import { problem } from '../../../api/problem.ts'
import { renderEvent } from '../../../api/render-event.ts'
import type { ErrorCode } from '../../../shared/error-codes.ts'
import { httpStatuses } from '../http-statuses.ts'
import type { ReplyFacts, Route } from '../route.ts'
import { SchemaComponents } from './schema-components.ts'

type Json = Readonly<Record<string, unknown>>

/** What any route can answer; those without a key leave out what is about keys. */
const common: readonly ErrorCode[] = ['REQUEST_MALFORMED', 'INTERNAL']
const withKey: readonly ErrorCode[] = ['KEY_WRONG', 'FORBIDDEN', 'RATE_LIMITED']
const withBody: readonly ErrorCode[] = ['REQUEST_TOO_LARGE', 'MEDIA_TYPE_WRONG', 'REQUEST_TIMEOUT']

/** The routes as an OpenAPI 3.1 document. */
export function openApiDocument(routes: readonly Route[]): Json {
  const components = new SchemaComponents()
  const problemSchema = components.schemaOf(problem, 'output')
  components.schemaOf(renderEvent, 'output')
  const paths = Object.fromEntries(
    [...Map.groupBy(routes, ({ path }) => openApiPath(path))].map(([path, ofPath]) => [
      path,
      Object.fromEntries(ofPath.map((route) => [route.method, operationOf(route, components, problemSchema)])),
    ]),
  )
  return {
    openapi: '3.1.1',
    info: {
      title: 'Framefarm',
      version: '1',
      description: 'Renders narrated photo slideshows to film. Errors are application/problem+json (RFC 9457) with a stable `code`.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    security: [{ apiKey: [] }],
    paths,
    components: {
      schemas: components.all,
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'An API key. A server without keys answers only its own machine, without one' },
        workerToken: { type: 'http', scheme: 'bearer', description: 'A token of a worker, made by `framefarm worker-token new`' },
      },
    },
  }
}

/** Of a route with a key it is that of the whole document. */
const securityOf: Readonly<Record<Route['access'], Json>> = { key: {}, open: { security: [] }, worker: { security: [{ workerToken: [] }] } }

function openApiPath(path: string): string {
  return path.replaceAll(/:(\w+)/g, '{$1}')
}

function operationOf(route: Route, components: SchemaComponents, problemSchema: Json): Json {
  const parameters = [
    ...parametersOf(route.params, 'path', components),
    ...parametersOf(route.query, 'query', components),
    ...parametersOf(route.headers, 'header', components),
  ]
  const replies = Object.entries(route.replies).map(([status, reply]) => [status, replyOf(reply, components)] as const)
  return {
    operationId: route.id,
    tags: [route.tag],
    summary: route.summary,
    ...(route.description === undefined ? {} : { description: route.description }),
    ...securityOf[route.access],
    ...(parameters.length === 0 ? {} : { parameters }),
    ...bodyOf(route, components),
    responses: Object.fromEntries([...problemsOf(route, problemSchema), ...replies]),
  }
}

function parametersOf(schema: z.ZodType | undefined, where: 'path' | 'query' | 'header', components: SchemaComponents): readonly Json[] {
  if (!schema) return []
  const { properties = {}, required = [] } = components.schemaOf(schema, 'input') as {
    properties?: Record<string, Json>
    required?: readonly string[]
  }
  return Object.entries(properties).map(([name, { description, ...rest }]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    ...(description === undefined ? {} : { description }),
    schema: rest,
  }))
}

function bodyOf({ body, bodyTypes }: Route, components: SchemaComponents): Json {
  if (body) return { requestBody: { required: true, content: { 'application/json': { schema: components.schemaOf(body, 'input') } } } }
  if (!bodyTypes) return {}
  return {
    requestBody: { required: true, content: Object.fromEntries(bodyTypes.map((type) => [type, { schema: { type: 'string', format: 'binary' } }])) },
  }
}

function replyOf({ description, json, mediaTypes = [], headers }: ReplyFacts, components: SchemaComponents): Json {
  const types = json
    ? [['application/json', { schema: components.schemaOf(json, 'output') }] as const]
    : mediaTypes.map((type) => [type, { schema: { type: 'string' } }] as const)
  const named = Object.entries(headers ?? {}).map(([name, text]) => [name, { description: text, schema: { type: 'string' } }] as const)
  return {
    description,
    ...(named.length === 0 ? {} : { headers: Object.fromEntries(named) }),
    ...(types.length === 0 ? {} : { content: Object.fromEntries(types) }),
  }
}

/** One answer a status, with all the codes that have it. */
function problemsOf(route: Route, schema: Json): readonly (readonly [string, Json])[] {
  const codes = new Set<ErrorCode>([
    ...common,
    ...(route.access === 'key' ? withKey : []),
    ...(route.access === 'worker' ? (['KEY_WRONG'] as const) : []),
    ...(route.body || route.bodyTypes ? withBody : []),
    ...(route.isNewWork ? (['SERVER_BUSY'] as const) : []),
    ...route.faults,
  ])
  const byStatus = Map.groupBy(codes, (code) => httpStatuses[code] ?? 500)
  return [...byStatus].map(([status, ofStatus]) => {
    const headers = status === 429 || status === 503 ? { headers: { 'Retry-After': { description: 'Seconds', schema: { type: 'string' } } } } : {}
    return [String(status), { description: ofStatus.join(', '), ...headers, content: { 'application/problem+json': { schema } } }]
  })
}
