export type SourceScheme = 'file' | 'http' | 'https' | 'gs' | 'asset'

/** Where an asset is. `text` is what the film says and what messages repeat; `url` is absolute. */
export type Source = { readonly text: string; readonly scheme: SourceScheme; readonly url: URL }
