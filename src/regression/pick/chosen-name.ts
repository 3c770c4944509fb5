import type { TimeWish } from './pick-wishes.ts'

/** What the frame at a chosen time is called: `at-1.500s`, `at-50pct`. */
export function chosenName(wish: TimeWish): string {
  return 'seconds' in wish ? `at-${wish.seconds.toFixed(3)}s` : `at-${Number((wish.part * 100).toFixed(6))}pct`
}

/** The time that a name says; null for the name of a frame that nobody chose. */
export function timeOfName(name: string): TimeWish | null {
  const [, number, unit] = /^at-(\d+(?:\.\d+)?)(s|pct)$/.exec(name) ?? []
  if (number === undefined) return null
  return unit === 's' ? { seconds: Number(number) } : { part: Number(number) / 100 }
}
