/** Something that took time in a render: the render itself, or a part of it. Told when it is over. */
export type TracedWork = {
  readonly name: string
  readonly startedAt: Date
  readonly endedAt: Date
  readonly attributes: Readonly<Record<string, string | number>>
  /** Why it failed. */
  readonly failure: string | null
}

/** Where a render's times go. The trace's id is the render's id, without its prefix. */
export type RenderTrace = {
  /** The render itself, once it is over. */
  readonly whole: (renderId: string, work: TracedWork) => void
  /** A lease of it: preparing, a chunk, finishing. */
  readonly part: (renderId: string, work: TracedWork) => void
}
