import { colourStages, unchanged, type ColourMatrix } from './colour-filter.ts'

/** The colour filter of a layer over a whole scene: for each frame as many matrices, one after the other, of twelve numbers each. */
export type ColourTrack = { readonly stages: number; readonly matrices: Float64Array }

/** A filter of more functions is left to the browser: the kernel's memory has room for so many. */
export const mostStages = 15
/** Numbers of one matrix. */
export const matrixLength = 12

/**
 * From the computed `filter` of a layer in each frame. null where it never has one; `unknown` is the first that is not one of colours alone.
 */
export function colourTrack(filters: readonly string[]): ColourTrack | { readonly unknown: string } | null {
  // Most frames have the filter of the one before.
  const known = new Map<string, readonly ColourMatrix[]>()
  for (const filter of filters) {
    if (known.has(filter)) continue
    const stages = colourStages(filter)
    if (stages === null || stages.length > mostStages) return { unknown: filter }
    known.set(filter, stages)
  }
  const stages = Math.max(0, ...[...known.values()].map(({ length }) => length))
  if (stages === 0) return null
  const matrices = new Float64Array(new SharedArrayBuffer(8 * matrixLength * stages * filters.length))
  for (const [frame, filter] of filters.entries()) {
    const own = known.get(filter) ?? []
    for (let stage = 0; stage < stages; stage++) matrices.set(own[stage] ?? unchanged, (frame * stages + stage) * matrixLength)
  }
  return { stages, matrices }
}

/** Of one frame; none where the layer has no filter. */
export function coloursAt(track: ColourTrack | null, frame: number): readonly ColourMatrix[] {
  if (track === null) return []
  const { stages, matrices } = track
  return Array.from({ length: stages }, (_, stage) => {
    const at = (frame * stages + stage) * matrixLength
    return [...matrices.subarray(at, at + matrixLength)]
  })
}
