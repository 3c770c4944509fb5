/** What the product had before, kept to compare with: they draw only the photograph, and worse than the others. `auto` never takes them. */
const draftMethods = ['zoompan', 'crossfade'] as const
export type DraftMethod = (typeof draftMethods)[number]

/**
 * How frames are made: `layers` moves what the page has drawn once; the others draw every frame, `stream` takes it raw and
 * `screenshot` coded. `auto` takes for each scene the fastest that shows the same picture.
 */
export const methodWishes = ['auto', 'layers', 'stream', 'screenshot', ...draftMethods] as const
export type MethodWish = (typeof methodWishes)[number]
export type MethodChoice = { readonly method: Exclude<MethodWish, 'auto'>; readonly reason: string }

export function isDraft(method: MethodWish): method is DraftMethod {
  return draftMethods.some((draft) => draft === method)
}
