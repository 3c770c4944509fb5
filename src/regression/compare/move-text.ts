import type { Motion } from './motion.ts'

/** What shows less than this is not told, in pixels. */
const leastTold = 0.05

/** `moved by 0.6 px to the right and 0.2 px down, and grown by 0.4 %` */
export function moveText({ x, y, growth }: Motion, { width, height }: { readonly width: number; readonly height: number }): string {
  const least = Math.max(leastTold, Math.max(Math.abs(x), Math.abs(y)) * 0.05)
  const ways = [
    ...(Math.abs(x) >= least ? [`${pixels(x)} to the ${x > 0 ? 'right' : 'left'}`] : []),
    ...(Math.abs(y) >= least ? [`${pixels(y)} ${y > 0 ? 'down' : 'up'}`] : []),
  ]
  const isGrown = (Math.abs(growth) * Math.max(width, height)) / 2 >= 2 * leastTold
  const grown = isGrown ? [`${growth > 0 ? 'grown' : 'shrunk'} by ${percent(Math.abs(growth))}`] : []
  const moved = ways.length > 0 || !isGrown ? [`moved by ${ways.length > 0 ? ways.join(' and ') : pixels(Math.hypot(x, y))}`] : []
  return [...moved, ...grown].join(', and ')
}

/** Hundredths tell more than tenths only where there are few of them. */
function pixels(length: number): string {
  const size = Math.abs(length)
  return `${size < 1 ? Number(size.toFixed(2)) : Number(size.toFixed(1))} px`
}

function percent(share: number): string {
  const value = share * 100
  return `${value < 0.1 ? Number(value.toFixed(3)) : Number(value.toFixed(2))} %`
}
