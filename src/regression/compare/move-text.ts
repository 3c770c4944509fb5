import type { Motion } from './motion.ts'

/** What shows less than this is not told, in pixels. */
const leastTold = 0.05
/** Nor a move that is so much smaller than another one, or than what turns. */
const leastOfMove = 0.05
const leastOfTurn = 0.02

/** `moved by 0.6 px to the right and 0.2 px down, turned by 0.3° clockwise, and grown by 0.4 %` */
export function moveText({ x, y, growth, turn }: Motion, { width, height }: { readonly width: number; readonly height: number }): string {
  const reach = Math.max(width, height) / 2
  const [spread, sweep] = [Math.abs(growth) * reach, Math.abs(turn) * reach]
  const least = Math.max(leastTold, Math.max(Math.abs(x), Math.abs(y)) * leastOfMove, sweep * leastOfTurn)
  const ways = [
    ...(Math.abs(x) >= least ? [`${pixels(x)} to the ${x > 0 ? 'right' : 'left'}`] : []),
    ...(Math.abs(y) >= least ? [`${pixels(y)} ${y > 0 ? 'down' : 'up'}`] : []),
  ]
  const turned =
    sweep >= 2 * leastTold ? [`turned by ${hundredths(Math.abs(turn) * (180 / Math.PI))}° ${turn > 0 ? 'clockwise' : 'anticlockwise'}`] : []
  const grown = spread >= 2 * leastTold ? [`${growth > 0 ? 'grown' : 'shrunk'} by ${hundredths(Math.abs(growth) * 100)} %`] : []
  const isMove = ways.length > 0 || turned.length + grown.length === 0
  const moved = isMove ? [`moved by ${ways.length > 0 ? ways.join(' and ') : pixels(Math.hypot(x, y))}`] : []
  return listed([...moved, ...turned, ...grown])
}

/** Hundredths tell more than tenths only where there are few of them. */
function pixels(length: number): string {
  const size = Math.abs(length)
  return `${size < 1 ? Number(size.toFixed(2)) : Number(size.toFixed(1))} px`
}

function hundredths(value: number): number {
  return value < 0.1 ? Number(value.toFixed(3)) : Number(value.toFixed(2))
}

function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')}, and ${parts.at(-1)}`
}
