import type { PartResult } from './bench-result.ts'
import { columns } from './columns.ts'
import { tableMarkdown, tableText } from './table-text.ts'

/** The results of one scene for a terminal. */
export function partText(part: PartResult): string {
  const { rows } = part
  const measured = rows.filter(({ fault }) => fault === null)
  const cells = [['program', ...columns.map(({ title }) => title)], ...measured.map((row) => [row.id, ...columns.map(({ cell }) => cell(row))])]
  return [part.title, '', tableText(cells), ...faultLines({ rows }, '')].join('\n')
}

/** The same for a document. */
export function partMarkdown({ rows }: PartResult): string {
  const measured = rows.filter(({ fault }) => fault === null)
  const cells = [['program', ...columns.map(({ title }) => title)], ...measured.map((row) => [row.label, ...columns.map(({ cell }) => cell(row))])]
  return [tableMarkdown(cells), ...faultLines({ rows }, '- ')].join('\n')
}

/** Each row that has no figures, with the reason. */
function faultLines({ rows }: Pick<PartResult, 'rows'>, mark: string): readonly string[] {
  const lines = rows.flatMap(({ label, fault }) => (fault === null ? [] : [`${mark}${label}: not available: ${fault}`]))
  return lines.length === 0 ? [] : ['', ...lines]
}
