import type { z } from 'zod'
import { filmJsonSchema } from './film-schema.ts'
import { mostTold, pointerOf, type Fault } from './fault.ts'

/** Characters of a value that a fault repeats. */
const mostRepeated = 1000

const small: Readonly<Record<string, string>> = { string: 'is too short', array: 'has too few items' }
const large: Readonly<Record<string, string>> = { string: 'is too long', array: 'has too many items' }

type JsonSchema = z.core.JSONSchema.BaseSchema

/**
 * zod's issues as faults: each with its pointer, the value found, and what the schema allows there.
 * @param schema the JSON Schema of what was checked; that of a film where nothing else is said
 */
export function faultsOfIssues(issues: readonly z.core.$ZodIssue[], raw: unknown, schema: JsonSchema = filmJsonSchema()): readonly Fault[] {
  return issues
    .slice(0, mostTold + 1)
    .flatMap(withinUnions)
    .slice(0, mostTold + 1)
    .flatMap((issue) => {
      if (issue.code !== 'unrecognized_keys') return [faultAt(issue.path, messageOfIssue(issue, raw), raw, schema)]
      const known = fieldsOf(schemaAt(schema, issue.path))
      return issue.keys.slice(0, mostTold + 1).map((key) => ({
        pointer: pointerOf([...issue.path, key]),
        message: 'is not a known field',
        ...(known.length === 0 ? {} : { allowed: known.join(', ') }),
      }))
    })
}

function fieldsOf(node: JsonSchema | undefined): readonly string[] {
  return kindsOf(node)
    .flatMap(({ properties }) => Object.keys(properties ?? {}))
    .filter((key) => key !== '$schema')
}

/** Where a value may be of several kinds, what is wrong is told for the kind that it is of: a list's items, an object's fields. */
function withinUnions(issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union') return [issue]
  const ofItsKind = issue.errors.filter((branch) => branch.every(({ code, path }) => path.length > 0 || code === 'unrecognized_keys'))
  const [only, another] = ofItsKind
  if (!only || another) return [issue]
  return only.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })).flatMap(withinUnions)
}

function faultAt(path: readonly PropertyKey[], message: string, raw: unknown, schema: JsonSchema): Fault {
  const value = toldValue(valueAt(raw, path))
  const node = schemaAt(schema, path)
  const fields = node?.type === 'object' ? fieldsOf(node) : []
  const allowed = fields.length > 0 ? `an object with ${fields.join(', ')}` : describeAllowed(node)
  return { pointer: pointerOf(path), message, ...(value === undefined ? {} : { value }), ...(allowed === null ? {} : { allowed }) }
}

/** What is long is not repeated: a text loses its end, lists and objects are left out. */
function toldValue(value: unknown): unknown {
  if (typeof value === 'string') return value.length <= mostRepeated ? value : `${value.slice(0, mostRepeated)}...`
  if (typeof value !== 'object' || value === null) return value
  return JSON.stringify(value).length <= mostRepeated ? value : undefined
}

function messageOfIssue(issue: z.core.$ZodIssue, raw: unknown): string {
  if (valueAt(raw, issue.path) === undefined) return 'is missing'
  if (issue.code === 'too_small') return small[issue.origin] ?? 'is too small'
  if (issue.code === 'too_big') return large[issue.origin] ?? 'is too large'
  if (issue.code === 'custom') return issue.message
  return 'is not allowed'
}

function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined), raw)
}

function schemaAt(schema: JsonSchema, path: readonly PropertyKey[]): JsonSchema | undefined {
  return path.reduce<JsonSchema | undefined>((node, key) => {
    const children = kindsOf(node).map((kind) =>
      typeof key === 'number' ? kind.items : (kind.properties?.[String(key)] ?? kind.additionalProperties),
    )
    return children.find((child): child is JsonSchema => typeof child === 'object' && !Array.isArray(child))
  }, schema)
}

/** A node, and what it may be instead where it is a choice. */
export function kindsOf(node: JsonSchema | undefined): readonly JsonSchema[] {
  if (!node) return []
  return [node, ...(node.anyOf ?? []).flatMap((kind) => (typeof kind === 'object' ? kindsOf(kind) : []))]
}

/** What a node of the JSON Schema lets through, in words. */
export function describeAllowed(node: JsonSchema | undefined): string | null {
  if (!node) return null
  if (typeof node['allowed'] === 'string') return node['allowed']
  if (node.const !== undefined) return JSON.stringify(node.const)
  if (node.enum) return node.enum.join(', ')
  if (node.type === 'number' || node.type === 'integer') return describeNumber(node)
  if (node.type === 'string') return describeText(node)
  if (node.anyOf) return kindsOf(node).slice(1).map(describeAllowed).join(' or ')
  if (node.type === 'null') return 'null'
  if (node.type === 'array') return `a list of ${node.minItems ?? 0} to ${node.maxItems ?? 'any number of'} items`
  if (node.type === 'object') return 'an object'
  return node.type === 'boolean' ? 'true or false' : null
}

function describeText({ minLength, maxLength, pattern }: JsonSchema): string {
  if (pattern !== undefined) return `text that matches ${pattern}`
  if (maxLength === undefined) return minLength === undefined ? 'text' : `text of at least ${minLength} characters`
  return `text of ${minLength ?? 0} to ${maxLength} characters`
}

function describeNumber({ type, multipleOf, minimum, maximum }: JsonSchema): string {
  const kind = type === 'integer' ? (multipleOf === 2 ? 'an even number' : 'a whole number') : 'a number'
  const limits = [...(minimum === undefined ? [] : [`from ${minimum}`]), ...(maximum === undefined ? [] : [`to ${maximum}`])]
  return [kind, ...limits].join(' ')
}
