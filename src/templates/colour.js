// Colours of templates.

/** Red, green and blue from 0 to 1. @param {string} hex #rgb or #rrggbb */
function channelsOf(hex) {
  const digits = hex.length === 4 ? hex.slice(1).replaceAll(/./g, '$&$&') : hex.slice(1)
  return [0, 2, 4].map((at) => Number.parseInt(digits.slice(at, at + 2), 16) / 255)
}

/** Relative luminance, as WCAG 2 has it. @param {string} hex */
function luminanceOf(hex) {
  const [red = 0, green = 0, blue = 0] = channelsOf(hex).map((value) => (value <= 0.040_45 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** @param {string} one @param {string} other @returns {number} from 1 (the same) to 21 (black and white) */
function contrast(one, other) {
  const [light = 0, dark = 0] = [luminanceOf(one), luminanceOf(other)].toSorted((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

const ink = '#14161b'
const paper = '#f7f3ea'

/** Ink or paper, whichever is read more easily on a ground. @param {string} ground */
export function readableOn(ground) {
  return contrast(paper, ground) >= contrast(ink, ground) ? paper : ink
}
