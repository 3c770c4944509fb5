/** Things in a row for which something is true. */
export function runsOf<T>(things: readonly T[], isTrue: (thing: T, index: number) => boolean): readonly (readonly T[])[] {
  const runs: T[][] = []
  let isInRun = false
  for (const [index, thing] of things.entries()) {
    const isHere = isTrue(thing, index)
    if (isHere && isInRun) runs.at(-1)?.push(thing)
    else if (isHere) runs.push([thing])
    isInRun = isHere
  }
  return runs
}
