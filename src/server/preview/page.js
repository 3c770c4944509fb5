/** @import { PreviewState, ReadyState } from '../preview-state.ts' */
/** @import { Trouble } from './stage.js' */
import { byId } from './by-id.js'
import { showFaults, showWarnings } from './fault-lists.js'
import { FilmSound } from './film-sound.js'
import { frameTimeMs, sceneIndexAt, shortTimeText, timeText } from './film-clock.js'
import { Player } from './player.js'
import { SceneList } from './scene-list.js'
import { listenToKeys } from './shortcuts.js'
import { Stage } from './stage.js'
import { Timeline } from './timeline.js'

/** A scene that is there sooner is not worth a note. */
const noteAfterMs = 300

const stage = new Stage(byId('stage'), byId('canvas'), showTrouble)
const sound = new FilmSound(/** @type {HTMLAudioElement} */ (byId('film-sound')), /** @type {HTMLButtonElement} */ (byId('sound')))
const player = new Player(stage, showPlace)
const timeline = new Timeline((frame) => player.seek(frame))
const sceneList = new SceneList(({ from }) => player.seek(from))

const actions = {
  play: () => (player.isPlaying ? player.pause() : player.play()),
  /** @param {number} count */
  frames: (count) => {
    player.pause()
    player.seek(player.frame + count)
  },
  /** @param {number} count */
  seconds: (count) => player.seek(player.frame + Math.round(count * framesPerSecond())),
  scenes: goByScenes,
  /** @param {'start' | 'end'} end */
  ends: (end) => player.seek(end === 'start' ? 0 : (player.film?.frames ?? 1) - 1),
  size: toggleSize,
  sound: () => {
    sound.toggle()
    sound.follow(player)
  },
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

const events = new EventSource('events')
events.addEventListener('message', ({ data }) => setState(JSON.parse(data)))
events.addEventListener('open', () => showConnection(true))
events.addEventListener('error', () => showConnection(false))

/** @param {PreviewState} state */
function setState(state) {
  document.body.dataset['status'] = state.status
  document.title = `${state.filmName} · Framefarm preview`
  byId('film-name').textContent = state.filmName
  byId('film-facts').textContent = state.status === 'ready' ? factsOf(state) : ''
  byId('faults').hidden = state.status !== 'faulty'
  if (state.status === 'faulty') showFaults(state)
  if (state.status === 'ready') {
    const { width, height } = state
    document.documentElement.style.setProperty('--frame-ratio', String(width / height))
    showWarnings(state, ({ from }) => player.seek(from))
    sceneList.setFilm(state)
    timeline.setFilm(state)
  }
  sound.setFilm(state.status === 'ready' ? state : null)
  player.setFilm(state.status === 'ready' ? state : null)
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
  const { film, frame, isPlaying } = player
  sound.follow(player)
  document.body.toggleAttribute('data-playing', isPlaying)
  byId('play').setAttribute('aria-label', isPlaying ? 'Pause' : 'Play')
  if (!film) return
  const index = sceneIndexAt(film, frame)
  const total = document.createElement('span')
  total.textContent = ` / ${timeText(frameTimeMs(film.frames, film.fps))}`
  byId('time').replaceChildren(timeText(frameTimeMs(frame, film.fps)), total)
  byId('place').textContent = `Frame ${frame} of ${film.frames} · scene ${index + 1}, frame ${frame - (film.scenes[index]?.from ?? 0)}`
  timeline.show(film, frame)
  sceneList.show(index)
}

/** @param {Trouble} trouble */
function showTrouble(trouble) {
  if (!trouble) showNote(null)
  else if (trouble.fault !== null) showNote(`Scene ${trouble.number} cannot be shown: ${trouble.fault}`, { isFault: true })
  else showNote(`Loading scene ${trouble.number}…`, { afterMs: noteAfterMs })
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let noteTimer

/**
 * @param {string | null} text
 * @param {{ isFault?: boolean, afterMs?: number }} [how]
 */
function showNote(text, { isFault = false, afterMs = 0 } = {}) {
  const note = byId('stage-note')
  clearTimeout(noteTimer)
  note.hidden = true
  if (text === null) return
  noteTimer = setTimeout(() => {
    note.textContent = text
    note.dataset['kind'] = isFault ? 'fault' : 'plain'
    note.hidden = false
  }, afterMs)
}

/** @param {boolean} isConnected */
function showConnection(isConnected) {
  const connection = byId('connection')
  connection.textContent = isConnected ? 'Reloads on save' : 'The preview command has ended'
  connection.toggleAttribute('data-lost', !isConnected)
}

/**
 * To the start of the scene, or of the one before where it already is there; or to the next.
 * @param {number} count
 */
function goByScenes(count) {
  const { film, frame } = player
  if (!film) return
  const index = sceneIndexAt(film, frame)
  const isAtStart = frame === film.scenes[index]?.from
  const target = film.scenes[count < 0 && !isAtStart ? index : index + count]
  if (target) player.seek(target.from)
}

function toggleSize() {
  const button = byId('actual-size')
  const isActual = button.getAttribute('aria-pressed') !== 'true'
  button.setAttribute('aria-pressed', String(isActual))
  stage.setActualSize(isActual)
}

function framesPerSecond() {
  const { num, den } = player.film?.fps ?? { num: 30, den: 1 }
  return num / den
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
