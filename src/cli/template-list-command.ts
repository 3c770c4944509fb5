import { loadBuiltIns } from '../farm/load-film-templates.ts'
import { describeAllowed } from '../film/faults-of-issues.ts'
import type { TemplateManifest } from '../templates/manifest-schema.ts'
import { propsJsonSchema } from '../templates/props-schema.ts'
import type { CommonOptions } from './run-to-end.ts'

/** Lists the built-in templates: what each shows, and what it takes. */
export async function templateListCommand({ json }: CommonOptions): Promise<void> {
  const manifests = (await loadBuiltIns()).map(({ manifest }) => manifest).toSorted((a, b) => a.name.localeCompare(b.name))
  if (json) {
    const templates = manifests.map(({ props, ...rest }) => ({ ...rest, props: propsJsonSchema(props) }))
    process.stdout.write(`${JSON.stringify({ templates }, null, 2)}\n`)
    return
  }
  const lines = manifests.flatMap(linesOf)
  process.stdout.write(`${[...lines, 'One of your own: framefarm template new NAME'].join('\n')}\n`)
}

function linesOf({ name, description, image, props }: TemplateManifest): readonly string[] {
  const required = new Set(props.required)
  const { properties = {} } = propsJsonSchema(props)
  const ofProps = Object.entries(properties).map(([prop, schema]) => {
    if (typeof schema !== 'object') return `  ${prop}`
    const initial = schema.default === undefined ? [] : [`default ${JSON.stringify(schema.default)}`]
    const notes = [describeAllowed(schema) ?? 'anything', ...(required.has(prop) ? ['required'] : []), ...initial]
    return `  ${prop}: ${schema.description ?? ''} (${notes.join('; ')})`
  })
  return [`${name}: ${description}${image === 'none' ? '' : ` (image: ${image})`}`, ...ofProps]
}
