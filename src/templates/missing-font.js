// Which family a page draws its text in without having it: browsers take the next of the list, and say nothing.

/** Families that a browser always has something for. The last two are what style sheets call the system's own. */
const generic = [
  ...['serif', 'sans-serif', 'monospace', 'cursive', 'fantasy', 'system-ui', 'math', 'emoji', 'fangsong'],
  ...['ui-serif', 'ui-sans-serif', 'ui-monospace', 'ui-rounded', '-apple-system', 'blinkmacsystemfont'],
]

/** Elements whose text is not drawn. */
const silent = 'script, style, template, title, noscript'

/** Wide, narrow, and what fonts for other scripts have too. */
const sample = 'mWil 019.,'

/**
 * The first element with text whose families before a generic one are all absent, and the first of these.
 * What is drawn in a canvas is not seen.
 * @returns {{ family: string, element: Element } | null}
 */
export function missingFont() {
  const isThere = familyTest()
  /** @type {Map<string, string | null>} */
  const missing = new Map([[initialFamilies(), null]])
  for (const { element, families, text } of drawnTexts()) {
    const known = missing.get(families)
    if (known === null) continue
    // A family may have nothing but the characters of one text.
    const family = missingOf(families, (name) => isThere(name, sample) || isThere(name, text))
    missing.set(families, family)
    if (family !== null) return { family, element }
  }
  return null
}

/** @returns {Generator<{ element: Element, families: string, text: string }>} */
function* drawnTexts() {
  for (const element of document.body.querySelectorAll(`:not(${silent})`)) {
    const text = [...element.childNodes].map((node) => (node instanceof Text ? node.data : '')).join('')
    if (text.trim() !== '') yield { element, families: getComputedStyle(element).fontFamily, text }
    for (const pseudo of ['::before', '::after']) {
      const { content, fontFamily } = getComputedStyle(element, pseudo)
      // As it stands in the style sheet: quoted, or a counter.
      if (!['none', 'normal', '""'].includes(content)) yield { element, families: fontFamily, text: content }
    }
  }
}

/**
 * @param {string} families as computed: names in quotes where they need them
 * @param {(name: string) => boolean} isThere
 */
function missingOf(families, isThere) {
  /** @type {string[]} */
  const named = []
  for (const [written] of families.matchAll(/"(?:[^"\\]|\\.)*"|[^,\s][^,]*/g)) {
    if (generic.includes(written.toLowerCase())) break
    if (isThere(written)) return null
    named.push(plain(written))
  }
  return named[0] ?? null
}

/**
 * Text in a family that is not there is as wide as in the generic one beside it; one that is there differs from one of three at least.
 * @returns {(name: string, text: string) => boolean}
 */
function familyTest() {
  const context = document.createElement('canvas').getContext('2d')
  if (!context) throw new Error('there is no canvas to measure text with')
  const faces = new Set([...document.fonts].filter(({ status }) => status !== 'error').map(({ family }) => plain(family).toLowerCase()))
  /** @type {(families: string, character: string) => number} */
  const widthIn = (families, character) => {
    context.font = `100px ${families}`
    return context.measureText(character).width
  }
  return (name, text) =>
    faces.has(plain(name).toLowerCase()) ||
    ['monospace', 'serif', 'sans-serif'].some((other) =>
      [...new Set(text)].some((character) => widthIn(`${name}, ${other}`, character) !== widthIn(other, character)),
    )
}

/** What text has that no style sheet says anything of: the browser's own choice. */
function initialFamilies() {
  const element = document.createElement('span')
  element.style.all = 'initial'
  document.documentElement.append(element)
  const { fontFamily } = getComputedStyle(element)
  element.remove()
  return fontFamily
}

/** @param {string} written */
function plain(written) {
  return written.replaceAll(/^["']|["']$/g, '').replaceAll(/\\(.)/g, '$1')
}
