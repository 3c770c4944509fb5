/** BT.709 luma weights (ITU-R BT.709-6, 3.2). */
export const red = 0.2126
export const green = 0.7152
export const blue = 0.0722
/** From full-range RGB to limited-range code values: 219 steps of luma, 224 of chroma. */
export const lumaScale = 219 / 255
export const blueScale = 224 / 255 / (2 * (1 - blue))
export const redScale = 224 / 255 / (2 * (1 - red))

/** The code values of an sRGB colour, each part from 0 to 255. */
export function codeValuesOf([r = 0, g = 0, b = 0]: readonly number[]): { readonly y: number; readonly u: number; readonly v: number } {
  const luma = red * r + green * g + blue * b
  return { y: Math.round(16 + luma * lumaScale), u: Math.round(128 + (b - luma) * blueScale), v: Math.round(128 + (r - luma) * redScale) }
}
