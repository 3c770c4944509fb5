import type { MethodWish } from '../../farm/methods.ts'

/**
 * How frames are drawn to be compared: `screenshot` takes the browser's own picture of the page; the others draw what a film made
 * by that method will have before it is encoded.
 */
export const frameMethods = ['screenshot', 'layers', 'stream', 'auto'] as const satisfies readonly MethodWish[]
export type FrameMethod = (typeof frameMethods)[number]
