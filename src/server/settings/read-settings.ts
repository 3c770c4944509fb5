import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { describeAllowed } from '../../film/faults-of-issues.ts'
import { FramefarmError, messageOf } from '../../shared/errors.ts'
import { parseJson } from '../../shared/parse-json.ts'
import { settingsTable, type ServerSettings, type Setting } from './settings-table.ts'

/** Names the settings file. */
const fileVariable = 'FRAMEFARM_CONFIG'

type Values = Readonly<Record<string, unknown>>

/**
 * The settings of the server: the command line's, else the environment's, else those of the file that FRAMEFARM_CONFIG names, else the defaults.
 * @param given by the command line, by the names of the table
 * @throws TOOL_SETTING_WRONG naming the variable (or the field), its value and what is allowed
 */
export async function readSettings(environment: NodeJS.ProcessEnv, given: Partial<ServerSettings> = {}): Promise<ServerSettings> {
  const path = environment[fileVariable]
  const fromFile = path === undefined || path === '' ? {} : await readFields(path)
  const settled = Object.entries<Setting>(settingsTable).map(([name, setting]) => {
    const text = environment[setting.variable]
    const fallback = { value: fromFile[name], from: `${name} in ${path}` }
    const { value, from } = text === undefined || text === '' ? fallback : { value: valueOf(text, setting), from: setting.variable }
    return [name, given[name as keyof ServerSettings] ?? checked(setting, value, from)] as const
  })
  return Object.fromEntries(settled) as ServerSettings
}

/** What a schema without its default and its "may be absent" lets through. */
export function allowedOf({ schema }: Setting): string {
  const json = z.toJSONSchema(schema, { io: 'input' })
  if (json.type === 'array') return 'a list with commas between its items'
  return json.type === 'integer' && json.minimum !== undefined
    ? `a whole number from ${json.minimum} to ${json.maximum}`
    : (describeAllowed(json) ?? '')
}

function checked(setting: Setting, value: unknown, from: string): unknown {
  const result = setting.schema.safeParse(value)
  if (result.success) return result.data
  throw new FramefarmError('TOOL_SETTING_WRONG', `${from} is ${JSON.stringify(value)}; allowed: ${allowedOf(setting)}`, {
    hint: 'docs/configuration.md lists every setting',
  })
}

/** The environment has only text. */
function valueOf(text: string, { schema }: Setting): unknown {
  const { type } = z.toJSONSchema(schema, { io: 'input' })
  if (type === 'array') return text.split(',').map((item) => item.trim())
  const isNumber = type === 'number' || type === 'integer'
  return isNumber && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text
}

async function readFields(path: string): Promise<Values> {
  const parsed = parseJson(await readText(path))
  if ('place' in parsed) throw fileError(path, `is not JSON at ${parsed.place}: ${parsed.message}`)
  const { value } = parsed
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw fileError(path, 'is no JSON object')
  const unknown = Object.keys(value).find((name) => !Object.hasOwn(settingsTable, name))
  if (unknown !== undefined) throw fileError(path, `has the field ${unknown}; allowed: ${Object.keys(settingsTable).join(', ')}`)
  return value as Values
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw fileError(path, `could not be read: ${messageOf(cause)}`)
  }
}

function fileError(path: string, reason: string): FramefarmError {
  return new FramefarmError('TOOL_SETTING_WRONG', `${fileVariable} is ${path}, which ${reason}`, {
    hint: 'docs/configuration.md lists every setting',
  })
}
