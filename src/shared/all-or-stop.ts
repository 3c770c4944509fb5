/**
 * What pieces of work that go on side by side return, in their order. When one fails the others are stopped, by the signal that they begin
 * with, and all have ended before this throws.
 * @throws the first reason
 */
export async function allOrStop<Results extends readonly unknown[]>(
  signal: AbortSignal,
  begin: (signal: AbortSignal) => { readonly [Index in keyof Results]: Promise<Results[Index]> },
): Promise<Results> {
  const failing = new AbortController()
  const reasons: unknown[] = []
  const running = begin(AbortSignal.any([signal, failing.signal])).map(async (work) => {
    try {
      return await work
    } catch (error) {
      reasons.push(error)
      failing.abort()
      return undefined
    }
  })
  const results = await Promise.all(running)
  if (reasons.length > 0) throw reasons[0]
  return results as unknown as Results
}
