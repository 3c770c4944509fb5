/** @import { Render } from '../../api/render.ts' */
import { Api } from '../page-parts/api.js'
import { part, setText } from '../page-parts/elements.js'
import { showLoad } from './farm-load.js'
import { keyDialog } from '../page-parts/key-dialog.js'
import { Pictures } from './pictures.js'
import { RenderDetail } from './render-detail.js'
import { RenderList } from './render-list.js'
import { RenderStore } from './render-store.js'
import { showRefusal, takeFilms } from './submit-film.js'
import { nameOf, stateWords } from './words.js'

const askForKey = keyDialog(part('key', HTMLButtonElement), (key) => {
  api.setKey(key)
  isKeyAsked = false
  void store.refresh()
})
let isKeyAsked = false
const api = new Api((isWrong) => {
  // Once: the list is asked for all the time, and whoever has closed the dialog has seen it.
  if (!isKeyAsked) askForKey(isWrong)
  isKeyAsked = true
})
const store = new RenderStore(api, drawSoon)
const list = new RenderList(new Pictures(api))
const detail = new RenderDetail(api)

let isDrawing = false

/** Many events can come at once, as all of a render's do at first: they are drawn as one. */
function drawSoon() {
  if (isDrawing) return
  isDrawing = true
  requestAnimationFrame(() => {
    isDrawing = false
    draw()
  })
}

/** @type {Map<string, string>} the state that each render was last drawn with */
const drawnStates = new Map()

function draw() {
  const renders = store.list
  list.show(renders, store.picked)
  const picked = store.picked === null ? null : (store.renders.get(store.picked) ?? null)
  detail.show(picked)
  showLoad(store.load)
  document.title = picked ? `${nameOf(picked)} · Framefarm` : 'Framefarm'
  setText(part('connection', HTMLElement), store.trouble ?? '')
  part('older', HTMLElement).hidden = store.olderToken === null
  part('no-renders', HTMLElement).hidden = renders.length > 0 || !store.isLoaded
  setText(
    part('no-renders', HTMLElement),
    store.filter === '' ? 'There are no renders yet. “New render” takes a film (JSON) of yours.' : 'There are none of these.',
  )
  tellNews(renders)
}

/**
 * Ends are told to those who do not see them.
 * @param {readonly Render[]} renders
 */
function tellNews(renders) {
  for (const render of renders) {
    const { word, isOver } = stateWords(render)
    const before = drawnStates.get(render.id)
    drawnStates.set(render.id, render.state)
    if (before !== undefined && before !== render.state && isOver) setText(part('news', HTMLElement), `${nameOf(render)}: ${word}`)
  }
}

/**
 * @param {string} what
 * @param {'cancel' | 'retry'} order
 */
function act(what, order) {
  const id = store.picked
  if (id === null) return
  void api.send(`v1/renders/${id}/${order}`, { method: 'POST' }).then(
    () => store.refresh(),
    (error) => showRefusal(what, error),
  )
}

function pickByAddress() {
  const id = /^#(rnd_\w+)$/.exec(location.hash)?.[1] ?? null
  void store.pick(id)
  return id
}

part('cancel', HTMLButtonElement).addEventListener('click', () => act('Cancel', 'cancel'))
part('retry', HTMLButtonElement).addEventListener('click', () => act('Retry', 'retry'))
part('older', HTMLButtonElement).addEventListener('click', () => void store.showOlder().catch((error) => showRefusal('Older renders', error)))
part('filter', HTMLFieldSetElement).addEventListener('change', ({ target }) => {
  if (target instanceof HTMLInputElement) void store.show(target.value)
})
takeFilms(api, ({ id }) => {
  location.hash = id
  void store.refresh()
})
addEventListener('hashchange', () => {
  // Drawn first: what is hidden cannot have the focus.
  if (pickByAddress() !== null) requestAnimationFrame(() => requestAnimationFrame(() => detail.focus()))
})
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) void store.refresh()
})
pickByAddress()
void store.start()
