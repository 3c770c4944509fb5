/** A piece of work of one plan of a render. As a text it is the id of its lease, and the name of its job. */
export type Work = { readonly renderId: string; readonly round: number } & (
  { readonly type: 'prepare' | 'finish' } | { readonly type: 'chunk'; readonly output: number; readonly chunk: number }
)

/** The same for the same work, on every coordinator and after every restart. */
export function workId(work: Work): string {
  const place = work.type === 'chunk' ? `.${work.output}.${work.chunk}` : ''
  return `${work.renderId}.${work.round}.${work.type}${place}`
}

/** null where the text is none. */
export function parseWorkId(id: string): Work | null {
  const [, renderId, round, type, output, chunk] = /^(\w+)\.(\d+)\.(?:(prepare|finish)|chunk\.(\d+)\.(\d+))$/.exec(id) ?? []
  if (renderId === undefined) return null
  const plan = { renderId, round: Number(round) }
  if (type === 'prepare' || type === 'finish') return { ...plan, type }
  return { ...plan, type: 'chunk', output: Number(output), chunk: Number(chunk) }
}
