import { z } from 'zod'

/** What a template.json may say. Its props are a part of JSON Schema: what this names is held to, and what it does not name is a fault. */

const description = z.string().max(1000).optional().describe('What it is for; shown by `framefarm template list`')
const count = z.int().min(0).max(100_000).optional()

const text = z
  .strictObject({
    type: z.literal('string'),
    description,
    format: z
      .enum(['text', 'image', 'colour', 'font'])
      .optional()
      .describe(
        'text: words that the page draws, so each character must be in a font; image: fetched and prepared like the photograph, the page gets its address; colour: #rgb or #rrggbb; font: a family, which is looked for (docs/fonts.md) and loaded, the page gets it as a value for CSS',
      ),
    minLength: count,
    maxLength: count,
    pattern: z.string().max(1000).refine(isPattern, 'is not a regular expression').optional().describe('Regular expression that the text matches'),
    enum: z.array(z.string()).min(1).max(100).optional(),
    default: z.string().optional(),
  })
  .refine((value) => value.format !== 'image' || value.default === undefined, {
    path: ['default'],
    message: 'cannot be an image: a film names its own, and the page has those in its folder anyway',
  })

const numbers = {
  description,
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  default: z.number().optional(),
}
const number = z.strictObject({ type: z.literal('number'), ...numbers })
const integer = z.strictObject({ type: z.literal('integer'), ...numbers })
const truth = z.strictObject({ type: z.literal('boolean'), description, default: z.boolean().optional() })

const list = z.strictObject({
  type: z.literal('array'),
  description,
  get items() {
    return prop
  },
  minItems: count,
  maxItems: count,
  default: z.array(z.json()).optional(),
})

const group = z.strictObject({
  type: z.literal('object'),
  description,
  get properties() {
    return z.record(z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/), prop)
  },
  required: z.array(z.string()).optional().describe('Names of the properties that must be given'),
  default: z.record(z.string(), z.json()).optional(),
})

const prop = z.discriminatedUnion('type', [text, number, integer, truth, list, group])

/** What the page finds among its props beside those of the film. */
const reservedProps = ['image', 'camera']

export const manifestSchema = z.strictObject({
  $schema: z.string().optional().describe('Address of the JSON Schema, for editors'),
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,63}$/)
    .meta({ allowed: 'small letters, digits and hyphens' })
    .describe('What messages call it'),
  description: z.string().min(1).max(1000).describe('What it shows; shown by `framefarm template list`'),
  image: z.enum(['none', 'optional', 'required']).default('none').describe("Whether it shows the scene's photograph"),
  camera: z.boolean().default(false).describe('Whether the photograph lies under a camera: the page gets its move, and `kenBurns` may be set'),
  props: group
    .refine(({ properties }) => reservedProps.every((name) => properties[name] === undefined), {
      path: ['properties'],
      message: 'cannot name `image` or `camera`: the page gets these from the scene itself',
    })
    .default({ type: 'object', properties: {} })
    .describe('JSON Schema (a part of it) of `props` of a scene'),
})

export type TemplateManifest = z.output<typeof manifestSchema>
export type PropSchema = z.output<typeof prop>
export type PropGroup = z.output<typeof group>

/** The JSON Schema (draft 2020-12) of a template.json. */
export function manifestJsonSchema(): z.core.JSONSchema.JSONSchema {
  return { title: 'Framefarm template', ...z.toJSONSchema(manifestSchema, { io: 'input' }) }
}

function isPattern(source: string): boolean {
  try {
    return new RegExp(source) instanceof RegExp
  } catch {
    return false
  }
}
