/**
 * How frames are made: `layers` moves what the page has drawn once; the others draw every frame, `stream` takes it raw and
 * `screenshot` coded. `auto` takes for each scene the fastest that shows the same picture.
 */
export const methodWishes = ['auto', 'layers', 'stream', 'screenshot'] as const
export type MethodWish = (typeof methodWishes)[number]
export type MethodChoice = { readonly method: Exclude<MethodWish, 'auto'>; readonly reason: string }
