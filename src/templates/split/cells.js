// How a frame is parted into cells.

/**
 * @typedef {{ x: number, y: number, width: number, height: number }} Cell in whole pixels of the frame
 * @typedef {'auto' | 'columns' | 'rows' | 'feature'} Layout
 */

/**
 * @param {number} count
 * @param {Layout} layout
 * @param {{ width: number, height: number, gap: number }} frame
 * @returns {readonly Cell[]}
 */
export function cellsOf(count, layout, { width, height, gap }) {
  const chosen = layout === 'auto' ? layoutFor(count, width / height) : layout
  const whole = { x: 0, y: 0, width, height }
  if (chosen !== 'feature' || count === 2)
    return parts(whole, count, { gap, isAcross: chosen === 'columns' || (chosen === 'feature' && width >= height) })
  const isAcross = width >= height
  const [large, rest] = parts(whole, 2, { gap, isAcross, share: 0.6 })
  return large && rest ? [large, ...parts(rest, count - 1, { gap, isAcross: !isAcross })] : []
}

/** Cells as near to the usual shapes of photographs as can be. @param {number} count @param {number} aspect */
function layoutFor(count, aspect) {
  if (aspect < 0.8) return 'rows'
  return count === 3 && aspect < 1.5 ? 'feature' : 'columns'
}

/**
 * @param {Cell} whole
 * @param {number} count
 * @param {{ gap: number, isAcross: boolean, share?: number }} how `share` is what the first takes; all the same where it is absent
 * @returns {Cell[]}
 */
function parts(whole, count, { gap, isAcross, share }) {
  const length = (isAcross ? whole.width : whole.height) - gap * (count - 1)
  const borders = share === undefined ? Array.from({ length: count + 1 }, (_, index) => index / count) : [0, share, 1]
  return borders.slice(1).map((border, index) => {
    const from = Math.round(length * (borders[index] ?? 0)) + gap * index
    const size = Math.round(length * border) + gap * index - from
    return isAcross ? { ...whole, x: whole.x + from, width: size } : { ...whole, y: whole.y + from, height: size }
  })
}
