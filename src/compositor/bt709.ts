/** BT.709 luma weights (ITU-R BT.709-6, 3.2). */
export const red = 0.2126
export const green = 0.7152
export const blue = 0.0722
/** From full-range RGB to limited-range code values: 219 steps of luma, 224 of chroma. */
export const lumaScale = 219 / 255
export const blueScale = 224 / 255 / (2 * (1 - blue))
export const redScale = 224 / 255 / (2 * (1 - red))
