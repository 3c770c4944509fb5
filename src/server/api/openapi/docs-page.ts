import { escaped, htmlPage } from './html.ts'

type Operation = {
  readonly operationId: string
  readonly tags: readonly string[]
  readonly summary: string
  readonly description?: string
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required: boolean; readonly description?: string }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: unknown }>> }
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly content?: Readonly<Record<string, { readonly schema: unknown }>> }>
  >
}
type Shown = { readonly method: string; readonly path: string; readonly operation: Operation }

/** The OpenAPI document as a page that needs no script. */
export function docsPage(document: Readonly<Record<string, unknown>>): string {
  const paths = document['paths'] as Readonly<Record<string, Readonly<Record<string, Operation>>>>
  const { schemas } = document['components'] as { readonly schemas: Readonly<Record<string, unknown>> }
  const all = Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ method, path, operation })))
  const tags = [...Map.groupBy(all, ({ operation }) => operation.tags[0] ?? '')]
  return htmlPage(
    'Framefarm API',
    [
      '<h1>Framefarm API</h1>',
      '<p>For programs: <a href="/openapi.json">openapi.json</a>. Errors: <a href="/docs/errors">every code</a>. For people: <a href="/">renders</a>, <a href="/preview">preview</a>.</p>',
      `<p>A server with API keys wants <code>Authorization: Bearer KEY</code>; one without answers only its own machine.</p>`,
      ...tags.flatMap(([tag, shown]) => [`<h2>${escaped(tag)}</h2>`, ...shown.map(operationHtml)]),
      '<h2>Schemas</h2>',
      ...Object.entries(schemas).map(([name, schema]) => `<h3 id="${escaped(name)}">${escaped(name)}</h3>\n${jsonHtml(schema)}`),
    ].join('\n'),
  )
}

function operationHtml({ method, path, operation }: Shown): string {
  const { operationId, summary, description, parameters = [], requestBody, responses } = operation
  return [
    `<h3 id="${escaped(operationId)}"><b>${escaped(method)}</b> ${escaped(path)}</h3>`,
    `<p>${escaped(summary)}.${description === undefined ? '' : ` ${escaped(description)}`}</p>`,
    parameters.length === 0 ? '' : table(parameters.map((one) => [one.name, `${one.in}${one.required ? ', required' : ''}`, one.description ?? ''])),
    requestBody ? `<p>Body: ${contentHtml(requestBody.content)}</p>` : '',
    table(Object.entries(responses).map(([status, { description: text, content }]) => [status, text, { html: contentHtml(content ?? {}) }])),
  ].join('\n')
}

function contentHtml(content: Readonly<Record<string, { readonly schema: unknown }>>): string {
  return Object.entries(content)
    .map(([type, { schema }]) => `<code>${escaped(type)}</code>${schemaHtml(schema)}`)
    .join(', ')
}

function schemaHtml(schema: unknown): string {
  const reference = (schema as { readonly $ref?: string }).$ref?.split('/').at(-1)
  if (reference !== undefined) return ` <a href="#${escaped(reference)}">${escaped(reference)}</a>`
  return Object.keys(schema as object).length <= 2 ? '' : jsonHtml(schema)
}

function jsonHtml(schema: unknown): string {
  return `<details><summary>JSON Schema</summary><pre>${escaped(JSON.stringify(schema, null, 2))}</pre></details>`
}

function table(rows: readonly (readonly (string | { readonly html: string })[])[]): string {
  const cell = (value: string | { readonly html: string }) => `<td>${typeof value === 'string' ? escaped(value) : value.html}`
  return `<div class="table"><table>${rows.map((row) => `<tr>${row.map(cell).join('')}`).join('\n')}</table></div>`
}
