/** @import { DraftState, PageState, ReadyState } from '../preview-state.ts' */
import { Beside } from './beside.js'
import { byId } from './by-id.js'
import { showFaults, showWarnings } from './fault-lists.js'
import { FilmActions } from './film-actions.js'
import { FilmSound } from './film-sound.js'
import { frameTimeMs, sceneIndexAt, shortTimeText, timeText } from './film-clock.js'
import { playbackOf } from './playback.js'
import { Player } from './player.js'
import { RectangleEditor } from './rectangle-editor.js'
import { SceneEditor } from './scene-editor.js'
import { SceneList } from './scene-list.js'
import { listenToKeys } from './shortcuts.js'
import { Stage } from './stage.js'
import { showNote, showTrouble } from './stage-note.js'
import { Timeline } from './timeline.js'
import { Wave } from './wave.js'

const stage = new Stage(byId('stage'), byId('canvas'), showTrouble)
const sound = new FilmSound(/** @type {HTMLAudioElement} */ (byId('film-sound')), /** @type {HTMLButtonElement} */ (byId('sound')))
const wave = new Wave(/** @type {HTMLCanvasElement} */ (byId('wave')))
const filmActions = new FilmActions()
const editor = new SceneEditor((message) => filmActions.say(message, { isFault: true }))
const rectangles = new RectangleEditor(byId('photograph'), (end, rectangle, isDone) => {
  const camera = sceneShown()?.camera
  if (camera) editor.showRectangles({ ...camera, [end]: rectangle })
  if (isDone) editor.setRectangle(end, rectangle)
})
const beside = new Beside(() => {
  showSize()
  showPlace()
})
const player = new Player(stage, showPlace)
const timeline = new Timeline((frame) => player.seek(frame))
const sceneList = new SceneList(({ from }) => player.seek(from))
/** @type {DraftState | null} */
let draft = null

const actions = {
  ...playbackOf(player),
  size: toggleSize,
  sound: () => {
    sound.toggle()
    sound.follow(player)
  },
  /** @param {'camera' | 'true' | 'difference'} view */
  view: (view) => beside.toggle(view),
  undo: () => filmActions.undo(),
  redo: () => filmActions.redo(),
  save: () => filmActions.save(),
}
listenToKeys(actions)
onClick('play', actions.play)
onClick('canvas', actions.play)
onClick('previous-frame', () => actions.frames(-1))
onClick('next-frame', () => actions.frames(1))
onClick('previous-scene', () => actions.scenes(-1))
onClick('next-scene', () => actions.scenes(1))
onClick('actual-size', actions.size)
onClick('sound', actions.sound)
onClick('loop', actions.loop)

const events = new EventSource('events')
events.addEventListener('message', ({ data }) => setState(JSON.parse(data)))
events.addEventListener('error', () => {
  showConnection(false)
  // A connection that was only cut is made again by the browser; one that was refused is not.
  if (events.readyState === EventSource.CLOSED) filmActions.end()
})

/** @param {PageState} state */
function setState(state) {
  draft = state.draft
  showConnection(true)
  // While an edit has faults the last film without any is shown, and what is wrong beside it.
  const isFaultyEdit = state.status === 'faulty' && state.faults.length > 0 && state.draft?.isChanged === true && player.film !== null
  editor.showFaults(isFaultyEdit ? state : null)
  if (!isFaultyEdit) setFilm(state)
  filmActions.show(draft, player.film, { isFaulty: state.status === 'faulty', name: state.filmName })
  showPlace()
}

/** @param {PageState} state */
function setFilm(state) {
  document.body.dataset['status'] = state.status
  document.title = `${state.filmName} · Framefarm preview`
  byId('film-name').textContent = state.filmName
  byId('film-facts').textContent = state.status === 'ready' ? factsOf(state) : ''
  byId('faults').hidden = state.status !== 'faulty'
  if (state.status === 'faulty') showFaults(state)
  const film = state.status === 'ready' ? state : null
  if (film) {
    document.documentElement.style.setProperty('--frame-ratio', String(film.width / film.height))
    showWarnings(film, ({ from }) => player.seek(from))
    sceneList.setFilm(film)
    timeline.setFilm(film)
  }
  sound.setFilm(film)
  void wave.setFilm(film)
  beside.setFilm(film)
  player.setFilm(film)
  if (state.status === 'loading') showNote('Reading the film…')
}

/** @param {ReadyState} film */
function factsOf({ width, height, fps, frames, scenes }) {
  const rate = fps.den === 1 ? String(fps.num) : (fps.num / fps.den).toFixed(3)
  const count = scenes.length === 1 ? '1 scene' : `${scenes.length} scenes`
  return `${width} × ${height} · ${rate} fps · ${count} · ${shortTimeText(frameTimeMs(frames, fps))}`
}

/** Frame, time and scene, wherever they are shown. */
function showPlace() {
  const { film, frame, isPlaying, isLooping } = player
  sound.follow(player)
  document.body.toggleAttribute('data-playing', isPlaying)
  byId('play').setAttribute('aria-label', isPlaying ? 'Pause' : 'Play')
  byId('loop').setAttribute('aria-pressed', String(isLooping))
  if (!film) return
  const index = sceneIndexAt(film, frame)
  const total = document.createElement('span')
  total.textContent = ` / ${timeText(frameTimeMs(film.frames, film.fps))}`
  byId('time').replaceChildren(timeText(frameTimeMs(frame, film.fps)), total)
  byId('place').textContent = `Frame ${frame} of ${film.frames} · scene ${index + 1}, frame ${frame - (film.scenes[index]?.from ?? 0)}`
  timeline.show(film, frame)
  sceneList.show(index)
  beside.follow(frame, isPlaying)
  showScene(film, index)
}

/** What is shown in the editor; it is the same for all frames of a scene. @type {readonly unknown[]} */
let edited = []

/**
 * @param {ReadyState} film
 * @param {number} index
 */
function showScene(film, index) {
  const now = [film, draft, index, beside.view]
  if (now.every((part, at) => part === edited[at])) return
  edited = now
  editor.show(film, draft, index)
  const camera = film.scenes[index]?.camera
  byId('photograph').hidden = beside.view !== 'camera' || !camera
  if (beside.view !== 'camera') return
  byId('beside-note').textContent = camera
    ? 'Drag the start and the end of the move, or their corners.'
    : 'No photograph fills the frame in this scene.'
  if (camera) rectangles.show({ ...camera, shapes: { photo: camera.ratio, frame: film.width / film.height } })
}

function sceneShown() {
  return player.film?.scenes[sceneIndexAt(player.film, player.frame)]
}

/** @param {boolean} isConnected */
function showConnection(isConnected) {
  const connection = byId('connection')
  const isServed = draft?.canBeSaved === false
  const lost = isServed ? 'The server does not answer' : 'The preview command has ended'
  connection.textContent = isConnected ? (isServed ? 'Connected' : 'Reloads on save') : lost
  connection.toggleAttribute('data-lost', !isConnected)
}

function toggleSize() {
  const button = byId('actual-size')
  const isActual = button.getAttribute('aria-pressed') !== 'true'
  button.setAttribute('aria-pressed', String(isActual))
  showSize()
}

/** A difference is one of the film's own pixels: scaled, two pictures differ wherever they have edges. */
function showSize() {
  const isActual = byId('actual-size').getAttribute('aria-pressed') === 'true'
  stage.setActualSize(isActual || beside.view === 'difference')
}

/**
 * @param {string} id
 * @param {() => void} action
 */
function onClick(id, action) {
  const element = byId(id)
  element.addEventListener('click', (event) => {
    // After a click with the mouse the space bar plays and pauses again.
    if (event.detail > 0) element.blur()
    action()
  })
}
