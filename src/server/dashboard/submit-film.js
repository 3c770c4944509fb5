/** @import { Render } from '../../api/render.ts' */
import { Refusal } from '../page-parts/api.js'
/** @import { Api } from '../page-parts/api.js' */
import { part, withCode } from '../page-parts/elements.js'
import { takeFiles } from '../page-parts/take-files.js'
import { faultItem } from '../page-parts/trouble.js'

/**
 * Takes films that are dropped on the page or picked from a folder.
 * @param {Api} api
 * @param {(render: Render) => void} onAccepted
 */
export function takeFilms(api, onAccepted) {
  takeFiles((files) => {
    for (const file of files) void submitFilm(api, file).then(onAccepted, (error) => showRefusal(file.name, error))
  })
}

/**
 * A film, or a whole request with a film in it.
 * @param {Api} api
 * @param {File} file
 * @returns {Promise<Render>}
 */
async function submitFilm(api, file) {
  const said = JSON.parse(await file.text())
  const isRequest = typeof said === 'object' && said !== null && 'film' in said
  const name = file.name.replace(/\.json$/i, '')
  const body = JSON.stringify(isRequest ? said : { film: said, metadata: { name } })
  const headers = { 'Content-Type': 'application/json' }
  return api.json('v1/renders', { method: 'POST', headers, body })
}

/**
 * Why a film was not taken, or something was not done.
 * @param {string} what
 * @param {unknown} error
 */
export function showRefusal(what, error) {
  // The dialog for the key is there already.
  if (error instanceof Refusal && error.status === 401) return
  const message = error instanceof Error ? error.message : String(error)
  part('refusal-title', HTMLElement).textContent = error instanceof SyntaxError ? `${what} is not JSON: ${message}` : `${what}: ${message}`
  part('refusal-hint', HTMLElement).replaceChildren(...withCode(error instanceof Refusal ? error.hint : ''))
  const faults = error instanceof Refusal ? error.faults : []
  part('refusal-faults', HTMLElement).replaceChildren(...faults.map(({ pointer, detail }) => faultItem(pointer, detail)))
  const dialog = part('refusal', HTMLDialogElement)
  if (!dialog.open) dialog.showModal()
}
