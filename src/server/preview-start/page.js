/** @import { Draft } from '../../api/draft.ts' */
import { Api, Refusal } from '../page-parts/api.js'
import { part, withCode } from '../page-parts/elements.js'
import { takeText } from '../page-parts/film-text.js'
import { keyDialog } from '../page-parts/key-dialog.js'
import { faultItem } from '../page-parts/trouble.js'
import { exampleFilm } from './example-film.js'
import { takeFile } from './take-file.js'

/** What was refused for its key is asked for again when there is one. @type {(() => void) | null} */
let waiting = null
const askForKey = keyDialog(part('key', HTMLButtonElement), (key) => {
  api.setKey(key)
  waiting?.()
})
const api = new Api(askForKey)
const text = part('film-text', HTMLTextAreaElement)
let name = ''

/**
 * @param {Record<string, unknown>} order
 * @param {boolean} isInPlace the page that asks is none to come back to
 */
async function open(order, isInPlace = false) {
  waiting = () => void open(order, isInPlace)
  showTrouble(null)
  const button = part('open', HTMLButtonElement)
  button.disabled = true
  part('said', HTMLElement).textContent = 'Opening the film…'
  try {
    const headers = { 'Content-Type': 'application/json' }
    /** @type {Draft} */
    const { id } = await api.json('v1/drafts', { method: 'POST', headers, body: JSON.stringify(order) })
    const address = `preview/${id}/`
    if (isInPlace) location.replace(address)
    else location.assign(address)
  } catch (error) {
    showTrouble(error)
  }
  part('said', HTMLElement).textContent = ''
  button.disabled = false
}

function openText() {
  try {
    const said = JSON.parse(text.value)
    // What is sent to be rendered has the film in it.
    const film = typeof said === 'object' && said !== null && 'film' in said ? said.film : said
    void open({ film, ...(name === '' ? {} : { name }) })
  } catch (error) {
    showTrouble(error)
  }
}

/** @param {unknown} error null for none */
function showTrouble(error) {
  // For a missing key there is a dialog.
  const isTold = error instanceof Error && !(error instanceof Refusal && error.status === 401)
  part('trouble', HTMLElement).hidden = !isTold
  if (!isTold) return
  const { message } = error
  part('trouble-title', HTMLElement).textContent = error instanceof SyntaxError ? `This is not JSON: ${message}` : message
  part('trouble-hint', HTMLElement).replaceChildren(...withCode(error instanceof Refusal ? error.hint : ''))
  const faults = error instanceof Refusal ? error.faults : []
  // What is sent has the film as a part of it; here it is all there is.
  const items = faults.map(({ pointer, detail }) => faultItem(pointer.replace(/^\/film(?=\/|$)/, ''), detail))
  part('trouble-faults', HTMLElement).replaceChildren(...items)
}

/**
 * @param {string} said
 * @param {string} called
 */
function show(said, called) {
  text.value = said
  name = called
  text.focus()
  text.setSelectionRange(0, 0)
  text.scrollTop = 0
}

part('film-form', HTMLFormElement).addEventListener('submit', (event) => {
  event.preventDefault()
  openText()
})
part('example', HTMLButtonElement).addEventListener('click', () => show(JSON.stringify(exampleFilm, null, 2), 'Example film'))
takeFile((said, called) => {
  show(said, called)
  openText()
})
const render = new URLSearchParams(location.search).get('render')
const carried = takeText()
if (carried !== null) show(carried, '')
else if (render !== null) void open({ render }, true)
