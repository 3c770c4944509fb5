/** 35215 is black against white by this measure. */
const largest = 35_215

/**
 * Colour difference of one pixel of two pictures as it is perceived, 0 to 1, by the measure of pixelmatch:
 * squares of luma and of both differences of colour in YIQ, weighed (Kotsarenko and Ramos, 2010).
 */
export function perceivedDifference(a: Uint8Array, b: Uint8Array, pixel: number): number {
  const at = pixel * 4
  const [alphaA, alphaB] = [(a[at + 3] ?? 0) / 255, (b[at + 3] ?? 0) / 255]
  const red = (a[at] ?? 0) * alphaA - (b[at] ?? 0) * alphaB
  const green = (a[at + 1] ?? 0) * alphaA - (b[at + 1] ?? 0) * alphaB
  const blue = (a[at + 2] ?? 0) * alphaA - (b[at + 2] ?? 0) * alphaB
  const y = red * 0.29889531 + green * 0.58662247 + blue * 0.11448223
  const i = red * 0.59597799 - green * 0.2741761 - blue * 0.32180189
  const q = red * 0.21147017 - green * 0.52261711 + blue * 0.31114694
  return Math.sqrt((0.5053 * y * y + 0.299 * i * i + 0.1957 * q * q) / largest)
}
