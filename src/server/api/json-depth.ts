const [quote, backslash, openBrace, closeBrace, openBracket, closeBracket] = Buffer.from('"\\{}[]')

/** How deep objects and lists lie in each other in the text of a JSON value, counted before it is parsed. Ends early above `limit`. */
export function jsonDepth(text: Uint8Array, limit: number): number {
  let depth = 0
  let deepest = 0
  let isText = false
  for (let index = 0; index < text.length; index++) {
    const sign = text[index]
    if (isText) {
      if (sign === backslash) index++
      else if (sign === quote) isText = false
    } else if (sign === quote) isText = true
    else if (sign === openBrace || sign === openBracket) {
      deepest = Math.max(deepest, ++depth)
      if (deepest > limit) return deepest
    } else if (sign === closeBrace || sign === closeBracket) depth--
  }
  return deepest
}
