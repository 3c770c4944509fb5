/** @import { PageFrame, PagePair, PagePicture } from '../page-data.ts' */
import { element, part, setText } from '../../../server/page-parts/elements.js'

/**
 * The frame's name, place and state.
 * @param {PageFrame} frame
 */
export function showHead({ name, place, state, stateTitle, command, commandNote }) {
  setText(part('frame-name', HTMLHeadingElement), name)
  setText(part('frame-place', HTMLParagraphElement), place)
  const label = part('frame-state', HTMLParagraphElement)
  setText(label, stateTitle)
  label.dataset['state'] = state
  part('command-part', HTMLElement).hidden = command === null
  setText(part('command', HTMLElement), command ?? '')
  setText(part('command-note', HTMLParagraphElement), commandNote)
}

/**
 * What is to be said of two pictures: findings, measures, and where the files are.
 * @param {PagePair} pair
 */
export function showWords({ words, measures, files, before, after, difference }) {
  const text = noteOn([before, after, difference].filter((picture) => picture !== null))
  const note = text === null ? [] : [element('li', { className: 'quiet' }, text)]
  part('words', HTMLUListElement).replaceChildren(...words.map((word) => element('li', {}, word)), ...note)
  part('measures-part', HTMLElement).hidden = measures.length === 0
  part('measures', HTMLDListElement).replaceChildren(
    ...measures.map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value))),
  )
  part('files-part', HTMLElement).hidden = files.length === 0
  part('files', HTMLUListElement).replaceChildren(
    ...files.map(({ title, path }) =>
      element('li', {}, element('a', { href: addressOf(path) }, title), element('span', { className: 'quiet' }, path)),
    ),
  )
}

/**
 * What is missing in the pictures that are shown.
 * @param {readonly PagePicture[]} pictures
 */
function noteOn(pictures) {
  if (pictures.length === 0) return 'No picture was made for this page; the files below have it.'
  return pictures.some(({ isWhole }) => !isWhole) ? 'Shown smaller than it is; the files below have every pixel.' : null
}

/**
 * A path as an address: a name may have any sign in it.
 * @param {string} path
 */
function addressOf(path) {
  const address = path.split('/').map(encodeURIComponent).join('/')
  // An absolute path of another drive is no relative address.
  return /^[a-z]%3a/i.test(address) ? `file:///${address.replace(/%3a/i, ':')}` : address
}
