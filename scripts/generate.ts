// Writes the documents that are made from code; with --check it only says whether they are up to date.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { format } from 'prettier'
import { filmJsonSchema } from '../src/film/film-schema.ts'
import { frameRulesJsonSchema } from '../src/regression/rules/frame-rules-schema.ts'
import { errorCodes, exitCodes, type ErrorCode } from '../src/shared/error-codes.ts'
import { httpStatuses } from '../src/server/api/http-statuses.ts'
import { routeTable } from '../src/server/api/route-table.ts'
import { openApiDocument } from '../src/server/api/openapi/open-api-document.ts'
import { configurationPage } from './configuration-page.ts'
import { costPage } from './cost-page.ts'
import { filmReference } from './film-reference.ts'

const root = join(import.meta.dirname, '..')

function errorsPage(): string {
  const codes = Object.entries(errorCodes).map(
    ([code, { exitCode, retryable, meaning, remedy }]) =>
      `| \`${code}\` | ${exitCode} | ${httpStatuses[code as ErrorCode] ?? ''} | ${retryable ? 'yes' : 'no'} | ${meaning} | ${remedy} |`,
  )
  return [
    '# Errors',
    '',
    'Generated from `src/shared/error-codes.ts` by `npm run generate`.',
    '',
    'Every error is one line: what failed, the value, what to do. `--debug` adds the stack, `--json` prints it as an object with `code`, `message`, `hint` and `retryable`. Over HTTP it is a problem (RFC 9457) with the same `code`; codes without a status of their own are told as `INTERNAL`.',
    '',
    `Exit codes: ${Object.entries(exitCodes)
      .map(([name, code]) => `${code} ${name}`)
      .join(', ')}.`,
    '',
    '| code | exit code | HTTP status | may succeed when done again | meaning | what to do |',
    '| --- | --- | --- | --- | --- | --- |',
    ...codes,
    '',
  ].join('\n')
}

const schema = filmJsonSchema()
const documents: readonly (readonly [string, string])[] = [
  ['docs/errors.md', errorsPage()],
  ['docs/film.schema.json', `${JSON.stringify(schema, null, 2)}\n`],
  ['docs/frames.schema.json', `${JSON.stringify(frameRulesJsonSchema(), null, 2)}\n`],
  ['docs/film.md', filmReference(schema)],
  ['docs/openapi.json', `${JSON.stringify(openApiDocument(routeTable), null, 2)}\n`],
  ['docs/configuration.md', configurationPage()],
  ['docs/cost.md', costPage()],
]

const stale: string[] = []
for (const [path, text] of documents) {
  const formatted = path.endsWith('.md') ? await format(text, { parser: 'markdown' }) : text
  const before = await readFile(join(root, path), 'utf8').catch(() => '')
  if (before === formatted) continue
  stale.push(path)
  if (!process.argv.includes('--check')) await writeFile(join(root, path), formatted)
}
if (stale.length > 0) {
  const isCheck = process.argv.includes('--check')
  process.stderr.write(isCheck ? `out of date, run \`npm run generate\`: ${stale.join(', ')}\n` : `written: ${stale.join(', ')}\n`)
  process.exitCode = isCheck ? 1 : 0
}
