import { z } from 'zod'
import { renderRequest } from '../../../api/render-request.ts'
import { filmJsonSchema } from '../../../film/film-schema.ts'

type Json = Readonly<Record<string, unknown>>

const place = '#/components/schemas/'
/** What zod calls the recursion of z.json(), the only schema without a name that refers to itself. */
const anyJson = /^__schema\d+$/

/** Schemas of an OpenAPI document. Those with an id are put among the components, and referred to. */
export class SchemaComponents {
  readonly #named: Record<string, Json> = {}

  constructor() {
    this.#named['Film'] = this.#hoisted(filmJsonSchema())
  }

  /** @param io what is sent, or what is answered: defaults are filled in between */
  schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
    return this.#hoisted(z.toJSONSchema(schema, { io, override: referToFilm, unrepresentable: 'any' }))
  }

  get all(): Json {
    return Object.fromEntries(Object.entries(this.#named).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  }

  #hoisted({ $schema: _dialect, $defs: definitions = {}, id: _id, ...schema }: Json): Json {
    for (const [name, definition] of Object.entries(definitions as Json)) this.#named[nameOf(name)] = this.#hoisted(definition as Json)
    return withPlaces(schema) as Json
  }
}

/** A film has a schema of its own, that checks it after the request's. */
function referToFilm({ zodSchema, jsonSchema }: { readonly zodSchema: unknown; readonly jsonSchema: Record<string, unknown> }): void {
  if (zodSchema !== renderRequest.shape.film) return
  const { description } = jsonSchema
  for (const key of Object.keys(jsonSchema)) delete jsonSchema[key]
  Object.assign(jsonSchema, { $ref: `${place}Film`, description })
}

function withPlaces(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withPlaces)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, key === '$ref' && typeof item === 'string' ? referenceOf(item) : withPlaces(item)]),
  )
}

function referenceOf(reference: string): string {
  return reference.startsWith('#/$defs/') ? `${place}${nameOf(reference.slice('#/$defs/'.length))}` : reference
}

function nameOf(definition: string): string {
  return anyJson.test(definition) ? 'JsonValue' : definition
}
