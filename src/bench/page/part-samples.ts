import type { PartResult } from '../report/bench-result.ts'
import { markup, type Markup } from '../../shared/markup.ts'

/** The same part of the middle frame of every film; null where there is none. */
export function partSamples({ rows }: PartResult): Markup | null {
  const samples = rows.flatMap(({ label, kind, sample }) =>
    sample === null ? [] : [markup`<figure class="${kind}"><img src="${sample}" alt=""><figcaption>${label}</figcaption></figure>`],
  )
  if (samples.length === 0) return null
  return markup`<h3>A part of the middle frame, as it is decoded</h3><div class="samples">${samples}</div>`
}
