/** Frames of one scene, in their order: they are drawn in one page. */
export type FrameBatch = readonly number[]

type Placed = { readonly frame: number; readonly scene: number }

/**
 * The frames of a film, each once, by their scenes: a scene's page is opened once. Those with the most frames come first,
 * so that no slot is left with a long one at the end.
 */
export function frameBatches(picks: readonly Placed[]): readonly FrameBatch[] {
  const byScene = Map.groupBy(picks, ({ scene }) => scene)
  const batches = [...byScene.values()].map((own) => [...new Set(own.map(({ frame }) => frame))].toSorted((a, b) => a - b))
  return batches.toSorted((a, b) => b.length - a.length)
}
