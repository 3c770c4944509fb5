import { z } from 'zod'
import { parseJson } from '../shared/parse-json.ts'
import { manifestSchema, type PropGroup, type PropSchema, type TemplateManifest } from './manifest-schema.ts'
import { jsonSchemaOf } from './props-schema.ts'

/** A template.json, or what is wrong with it: in words, or as zod's issues with the value that they are about. */
export type ParsedManifest =
  { readonly manifest: TemplateManifest } | { readonly reason: string } | { readonly issues: readonly z.core.$ZodIssue[]; readonly raw: unknown }

/** Checks the text of a template.json. */
export function parseManifest(text: string): ParsedManifest {
  const json = parseJson(text)
  if ('place' in json) return { reason: `its template.json is not JSON at ${json.place}: ${json.message}` }
  const result = manifestSchema.safeParse(json.value)
  if (!result.success) return { issues: result.error.issues, raw: json.value }
  const reason = faultOfGroup(result.data.props, '/props')
  return reason === null ? { manifest: result.data } : { reason: `its template.json ${reason}` }
}

/** What the schema alone does not show: fields that contradict each other. */
function faultOfGroup({ properties, required = [] }: PropGroup, pointer: string): string | null {
  const unknown = required.find((name) => !Object.hasOwn(properties, name))
  if (unknown !== undefined) return `requires ${unknown} at ${pointer}/required, and has no such property`
  const faults = Object.entries(properties).map(([name, schema]) => faultOfProp(schema, `${pointer}/properties/${name}`))
  return faults.find((fault) => fault !== null) ?? null
}

function faultOfProp(schema: PropSchema, pointer: string): string | null {
  if (schema.default !== undefined && !takes(schema, schema.default)) return `has a default that its own schema refuses, at ${pointer}`
  if (schema.type === 'array') return faultOfProp(schema.items, `${pointer}/items`)
  return schema.type === 'object' ? faultOfGroup(schema, pointer) : null
}

function takes(schema: PropSchema, value: unknown): boolean {
  const { default: _default, ...rest } = jsonSchemaOf(schema)
  return z.fromJSONSchema(rest).safeParse(value).success
}
