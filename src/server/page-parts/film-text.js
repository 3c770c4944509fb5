const name = 'framefarm-film-text'

/**
 * Carries a film's JSON to the page that opens films.
 * @param {string} text
 */
export function keepText(text) {
  sessionStorage.setItem(name, text)
}

/** What was carried here; once. @returns {string | null} */
export function takeText() {
  const text = sessionStorage.getItem(name)
  sessionStorage.removeItem(name)
  return text
}
