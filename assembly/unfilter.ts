// Undoes the filters of a PNG of RGBA, in place (PNG, Third Edition, 9).

/** Bytes of a pixel. */
const PIXEL: usize = 4

/** `rows` rows of `length` bytes: the name of the row's filter, then its pixels. Names become 0. Reads and writes up to 15 bytes beyond a row, and leaves them as they were. */
export function unfilter(at: usize, length: i32, rows: i32): void {
  for (let row = 0; row < rows; row++) {
    const filter = load<u8>(at)
    const end = at + length
    // Above the first row there is nothing.
    if (filter === 2 && row > 0) addAbove(at + 1, length, end)
    else if (filter !== 0 && filter !== 2) addPredicted(at + 1, row > 0 ? length : 0, end, filter)
    store<u8>(at, 0)
    at = end
  }
}

/** What Chromium takes for nearly all rows. */
function addAbove(first: usize, length: i32, end: usize): void {
  let at = first
  for (; at + 16 <= end; at += 16) v128.store(at, i8x16.add(v128.load(at), v128.load(at - length)))
  for (; at < end; at++) store<u8>(at, load<u8>(at) + load<u8>(at - length))
}

/** @param length of a row; 0 where there is none above */
function addPredicted(first: usize, length: i32, end: usize, filter: u8): void {
  for (let at = first; at < end; at++) {
    const isFirst = at < first + PIXEL
    const left: i32 = isFirst ? 0 : load<u8>(at - PIXEL)
    const above: i32 = length === 0 ? 0 : load<u8>(at - length)
    const corner: i32 = isFirst || length === 0 ? 0 : load<u8>(at - length - PIXEL)
    let predicted = left
    if (filter === 3) predicted = (left + above) >> 1
    else if (filter === 4) predicted = nearest(left, above, corner)
    store<u8>(at, load<u8>(at) + <u8>predicted)
  }
}

/** Paeth's predictor: which of the three is nearest to left + above - corner; the first of those that are equally near. */
function nearest(left: i32, above: i32, corner: i32): i32 {
  const toLeft = abs(above - corner)
  const toAbove = abs(left - corner)
  const toCorner = abs(left + above - 2 * corner)
  if (toLeft <= toAbove && toLeft <= toCorner) return left
  return toAbove <= toCorner ? above : corner
}
