/**
 * How frames are made: `layers` moves what the page has drawn once, `screenshot` draws every frame,
 * `auto` takes for each scene the fastest that shows the same picture.
 */
export const methodWishes = ['auto', 'layers', 'screenshot'] as const
export type MethodWish = (typeof methodWishes)[number]
export type MethodChoice = { readonly method: Exclude<MethodWish, 'auto'>; readonly reason: string }
