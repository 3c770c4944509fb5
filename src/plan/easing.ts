type Curve = readonly [x1: number, y1: number, x2: number, y2: number]

/** What CSS means by its names (CSS Easing Functions, level 1). */
const namedCurves: ReadonlyMap<string, Curve> = new Map([
  ['linear', [0, 0, 1, 1]],
  ['ease', [0.25, 0.1, 0.25, 1]],
  ['ease-in', [0.42, 0, 1, 1]],
  ['ease-out', [0, 0, 0.58, 1]],
  ['ease-in-out', [0.42, 0, 0.58, 1]],
])

/** Halvings until a double has no bits left. */
const halvings = 60

/**
 * How far a move has come at a time, both from 0 to 1. For methods that ask no page; the page's own easing is Chromium's.
 * @param easing a name or a cubic-bezier() with x1 and x2 from 0 to 1, as the film format allows
 */
export function easedProgress(easing: string, time: number): number {
  const [x1, y1, x2, y2] = namedCurves.get(easing) ?? bezierOf(easing)
  // x only grows along the curve, so halving finds the one place where it is `time`.
  let [low, high] = [0, 1]
  for (let step = 0; step < halvings; step++) {
    const middle = (low + high) / 2
    if (bezierAt(x1, x2, middle) < time) low = middle
    else high = middle
  }
  return bezierAt(y1, y2, high)
}

function bezierOf(easing: string): Curve {
  const numbers = /^cubic-bezier\((.*)\)$/.exec(easing)?.[1]?.split(',').map(Number) ?? []
  const [x1, y1, x2, y2] = numbers
  if (x1 === undefined || y1 === undefined || x2 === undefined || y2 === undefined) throw new Error(`unreachable: ${easing} has passed the schema`)
  return [x1, y1, x2, y2]
}

/** One coordinate of a curve from 0 to 1 with two control points between. */
function bezierAt(first: number, second: number, at: number): number {
  const left = 1 - at
  return 3 * left * left * at * first + 3 * left * at * at * second + at ** 3
}
