/** A file beside the film. */
export type SideFile = { readonly kind: 'poster' | 'thumbnail' | 'storyboard' | 'captions'; readonly path: string }
