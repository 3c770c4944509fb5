/** @import { Trouble } from './stage.js' */
import { byId } from './by-id.js'

/** A scene that is there sooner is not worth a note. */
const noteAfterMs = 300

/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer

/**
 * What there is to say about the picture, over it.
 * @param {string | null} text
 * @param {{ isFault?: boolean, afterMs?: number }} [how]
 */
export function showNote(text, { isFault = false, afterMs = 0 } = {}) {
  const note = byId('stage-note')
  clearTimeout(timer)
  note.hidden = true
  if (text === null) return
  timer = setTimeout(() => {
    note.textContent = text
    note.dataset['kind'] = isFault ? 'fault' : 'plain'
    note.hidden = false
  }, afterMs)
}

/** @param {Trouble} trouble */
export function showTrouble(trouble) {
  if (!trouble) showNote(null)
  else if (trouble.fault !== null) showNote(`Scene ${trouble.number} cannot be shown: ${trouble.fault}`, { isFault: true })
  else showNote(`Loading scene ${trouble.number}…`, { afterMs: noteAfterMs })
}
