import { z } from 'zod'
import type { PropGroup, PropSchema } from './manifest-schema.ts'

type JsonSchema = z.core.JSONSchema.JSONSchema

/** Longer than any text that a frame can show. */
const longestText = 10_000
/** As the film's schema has it for families. */
const familyPattern = String.raw`^[^\s"'\\;{}<>,]+(?: [^\s"'\\;{}<>,]+)*$`
const colourPattern = '^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$'

/** The JSON Schema that a scene's props are held to: what a template.json says, and no field beside it. */
export function propsJsonSchema({ type, properties, required = [], ...rest }: PropGroup): JsonSchema {
  const inner = Object.entries(properties).map(([name, schema]) => [name, jsonSchemaOf(schema)] as const)
  return schemaOf({ ...rest, type, properties: Object.fromEntries(inner), required: [...required], additionalProperties: false })
}

/** One of them. */
export function jsonSchemaOf(schema: PropSchema): JsonSchema {
  if (schema.type === 'object') return propsJsonSchema(schema)
  if (schema.type === 'array') return schemaOf({ ...schema, items: jsonSchemaOf(schema.items) })
  if (schema.type !== 'string') return schemaOf(schema)
  const { format, ...text } = schema
  if (format === 'colour') return schemaOf({ ...text, pattern: colourPattern, allowed: 'a colour as #rgb or #rrggbb' })
  if (format === 'font')
    return schemaOf({ ...text, pattern: familyPattern, maxLength: 100, allowed: 'the name of a font family, without quotes and commas' })
  if (format === 'image') return schemaOf({ ...text, minLength: 1, maxLength: 4096, allowed: 'a path, or a file:, http:, https: or gs: address' })
  return schemaOf({ ...text, maxLength: text.maxLength ?? longestText })
}

/** zod has absent fields as undefined, and no JSON Schema has those. */
function schemaOf(fields: Readonly<Record<string, unknown>>): JsonSchema {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}

/** Checks props and fills in their defaults. */
export function propsParser(group: PropGroup): z.ZodType<Record<string, unknown>> {
  return z.fromJSONSchema(propsJsonSchema(group)) as z.ZodType<Record<string, unknown>>
}

/** A place among props that holds the address of an image, the name of a font, or words. */
export type PropPlace = { readonly path: readonly (string | number)[]; readonly text: string }

/** Where checked props name images or fonts, or have words to draw. */
export function placesAmong(
  schema: PropSchema,
  value: unknown,
  format: 'image' | 'font' | 'text',
  path: readonly (string | number)[] = [],
): readonly PropPlace[] {
  if (schema.type === 'string') return schema.format === format && typeof value === 'string' ? [{ path, text: value }] : []
  if (schema.type === 'array')
    return Array.isArray(value) ? value.flatMap((item, index) => placesAmong(schema.items, item, format, [...path, index])) : []
  if (schema.type !== 'object' || typeof value !== 'object' || value === null) return []
  return Object.entries(schema.properties).flatMap(([name, child]) => placesAmong(child, Reflect.get(value, name), format, [...path, name]))
}

/** The same props with another text at some places. */
export function withTextsAt(props: Readonly<Record<string, unknown>>, places: readonly PropPlace[]): Record<string, unknown> {
  const copy = structuredClone(props) as Record<string, unknown>
  for (const { path, text } of places) {
    const parent = path.slice(0, -1).reduce<object>((value, key) => Reflect.get(value, key) as object, copy)
    Reflect.set(parent, path.at(-1) ?? '', text)
  }
  return copy
}
