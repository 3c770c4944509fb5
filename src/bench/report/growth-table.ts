import type { GrowthResult } from './bench-result.ts'
import { tableMarkdown, tableText } from './table-text.ts'

/** Seconds of each program, a line for each point. */
export function growthText(growth: GrowthResult): string {
  return [`${growth.title}, seconds`, '', tableText(cellsOf(growth, 'id'))].join('\n')
}

export function growthMarkdown(growth: GrowthResult): string {
  return [`${growth.title}, seconds:`, '', tableMarkdown(cellsOf(growth, 'label'))].join('\n')
}

function cellsOf({ unit, points }: GrowthResult, name: 'id' | 'label'): readonly (readonly string[])[] {
  const head = [unit, ...(points[0]?.part.rows ?? []).map((row) => row[name])]
  return [
    head,
    ...points.map(({ x, part }) => [Number(x.toFixed(2)).toString(), ...part.rows.map(({ figures }) => figures?.seconds.median.toFixed(2) ?? '-')]),
  ]
}
