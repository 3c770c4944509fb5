import { errorCodes, type ErrorCode } from '../../../shared/error-codes.ts'
import { httpStatuses } from '../http-statuses.ts'
import { escaped, htmlPage } from './html.ts'

/** Every error code, with a place of its own that the `type` of a problem leads to. */
export function errorsPage(): string {
  const rows = Object.entries(errorCodes).map(
    ([code, { meaning, remedy }]) =>
      `<tr id="${code}"><td><code>${code}</code><td>${httpStatuses[code as ErrorCode] ?? 500}<td>${escaped(meaning)}<td>${escaped(remedy)}`,
  )
  const head = '<tr><th>Code<th>Status<th>Meaning<th>What to do'
  return htmlPage(
    'Framefarm errors',
    `<h1>Errors</h1>\n<p><a href="/docs">Documentation</a></p>\n<div class="table"><table>${head}\n${rows.join('\n')}\n</table></div>`,
  )
}
