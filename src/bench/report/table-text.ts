type Cells = readonly (readonly string[])[]

/** Columns side by side for a terminal: the first to the left, the others to the right. */
export function tableText(cells: Cells): string {
  const widths = widthsOf(cells)
  return cells.map((row) => row.map((cell, column) => padded(cell, column, widths)).join('  ')).join('\n')
}

/** As Markdown, laid out as Prettier does; the first row is the head. */
export function tableMarkdown(cells: Cells): string {
  const widths = widthsOf(cells).map((width) => Math.max(3, width))
  const lineOf = (row: readonly string[]) => `| ${row.map((cell, column) => padded(cell, column, widths)).join(' | ')} |`
  const [head = [], ...rows] = cells
  const rule = widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`))
  return [lineOf(head), `| ${rule.join(' | ')} |`, ...rows.map(lineOf)].join('\n')
}

function widthsOf(cells: Cells): readonly number[] {
  return (cells[0] ?? []).map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)))
}

function padded(cell: string, column: number, widths: readonly number[]): string {
  const width = widths[column] ?? 0
  return column === 0 ? cell.padEnd(width) : cell.padStart(width)
}
