/** What a film uses an asset for. */
export type AssetKind = 'image' | 'sound' | 'captions' | 'font'

/** What servers say of a file of which they know nothing. */
const unknownType = /^(?:application|binary)\/(?:octet-stream|x-binary|download|force-download)$/

/** Besides what no server says at all. */
const mediaTypes: Readonly<Record<AssetKind, RegExp>> = {
  image: /^image\//,
  sound: /^(?:audio|video)\/|^application\/(?:ogg|mp4|x-matroska)$/,
  captions: /^text\/(?:plain|vtt|srt|x-srt|x-subrip)$|^application\/(?:x-subrip|x-srt|srt|vtt)$/,
  font: /^font\/|^application\/(?:x-font-|font-|vnd\.ms-opentype)/,
}

/** The type of a header `Content-Type` that cannot be of this kind; null where it can. */
export function refusedMediaType(header: string | undefined, kind: AssetKind): string | null {
  const type = header?.split(';')[0]?.trim().toLowerCase() ?? ''
  if (type === '' || unknownType.test(type) || mediaTypes[kind].test(type)) return null
  // What a server writes there is its own text; only what has the form of a type is repeated.
  return /^[a-z0-9][a-z0-9.+-]{0,40}\/[a-z0-9][a-z0-9.+-]{0,60}$/.test(type) ? type : 'of an unknown type'
}
