/** A decoded picture: RGBA, 8 bit, not premultiplied, rows from the top. */
export type Picture = {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
}
