import type { PartResult, RowResult } from '../report/bench-result.ts'
import { columns } from '../report/columns.ts'
import { markup, type Markup } from '../../shared/markup.ts'

export function partTable({ rows }: PartResult): Markup {
  const heads = columns.map(({ title }) => markup`<th scope="col">${title}</th>`)
  return markup`<div class="wide"><table><thead><tr><th scope="col">program</th>${heads}</tr></thead>
<tbody>${rows.map(rowOf)}</tbody></table></div>`
}

function rowOf(row: RowResult): Markup {
  const cells = columns.map(({ cell }) => markup`<td>${cell(row)}</td>`)
  const fault = markup`<td class="fault" colspan="${columns.length}">not available: ${row.fault}</td>`
  return markup`<tr class="${row.kind}"><td>${row.label}</td>${row.fault === null ? cells : fault}</tr>
`
}
