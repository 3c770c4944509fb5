import type { Evidence } from './evidence.ts'
import type { PixelBox } from './pixel-box.ts'
import { cutPlane, halvedPlane, type Plane } from './plane.ts'

/** What may be left of the squared difference where both pictures are made four times smaller. */
const mostLeft = 0.1

/** Whether two pictures are nearly the same when looked at from afar: what differs is their finest detail. */
export function differsInDetail({ lumaBefore, lumaNow }: Evidence, box: PixelBox): boolean {
  const [before, now] = [cutPlane(lumaBefore, box), cutPlane(lumaNow, box)]
  const smaller = meanSquare(halvedPlane(halvedPlane(before)), halvedPlane(halvedPlane(now)))
  return smaller <= mostLeft * meanSquare(before, now)
}

function meanSquare(a: Plane, b: Plane): number {
  let sum = 0
  for (let at = 0; at < a.data.length; at++) sum += ((a.data[at] ?? 0) - (b.data[at] ?? 0)) ** 2
  return sum / Math.max(1, a.data.length)
}
