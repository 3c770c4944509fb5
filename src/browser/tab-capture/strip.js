// A number as black and white blocks that survive any conversion of colours: two guards that a blank picture cannot show,
// 24 bits, lowest first, and a checksum, so that a picture that is half old is not taken for another number.

const numberBits = 24
const checkBits = 6
export const blockPx = 8
export const stripHeightPx = 16
export const blockCount = 2 + numberBits + checkBits

/**
 * From left to right, true for white.
 * @param {number} number
 * @returns {readonly boolean[]}
 */
export function blocksOf(number) {
  return [true, false, ...bitsOf(number, numberBits), ...bitsOf(checkOf(number), checkBits)]
}

/**
 * The number that stands in a picture of the blocks, or -1.
 * @param {Uint8Array} luma rows of blockCount * blockPx bytes
 */
export function numberIn(luma) {
  const middle = (stripHeightPx / 2) * blockCount * blockPx + blockPx / 2
  const bits = Array.from({ length: blockCount }, (_, block) => (luma[middle + block * blockPx] ?? 0) > 127)
  if (!bits[0] || bits[1]) return -1
  const number = valueOf(bits.slice(2, 2 + numberBits))
  return valueOf(bits.slice(2 + numberBits)) === checkOf(number) ? number : -1
}

/** @param {number} number */
function checkOf(number) {
  // A prime below 2 ** checkBits: no power of two is a multiple of it, so one wrong bit always shows.
  return (number * 37 + 11) % 61
}

/**
 * @param {number} value
 * @param {number} count
 */
function bitsOf(value, count) {
  return Array.from({ length: count }, (_, shift) => ((value >> shift) & 1) === 1)
}

/** @param {readonly boolean[]} bits */
function valueOf(bits) {
  return bits.reduce((sum, bit, shift) => sum + (bit ? 2 ** shift : 0), 0)
}
