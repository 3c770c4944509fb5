/** @typedef {{ play: () => void, frames: (count: number) => void, seconds: (count: number) => void, scenes: (count: number) => void, ends: (end: 'start' | 'end') => void, size: () => void, sound: () => void, loop: () => void, view: (view: 'camera' | 'true' | 'difference') => void, undo: () => void, redo: () => void, save: () => void }} Actions */

/** @type {Readonly<Record<string, (actions: Actions, isShift: boolean) => void>>} */
const keys = {
  ' ': ({ play }) => play(),
  ArrowLeft: ({ frames, seconds }, isShift) => (isShift ? seconds(-1) : frames(-1)),
  ArrowRight: ({ frames, seconds }, isShift) => (isShift ? seconds(1) : frames(1)),
  PageUp: ({ scenes }) => scenes(-1),
  PageDown: ({ scenes }) => scenes(1),
  Home: ({ ends }) => ends('start'),
  End: ({ ends }) => ends('end'),
  1: ({ size }) => size(),
  m: ({ sound }) => sound(),
  l: ({ loop }) => loop(),
  c: ({ view }) => view('camera'),
  r: ({ view }) => view('true'),
  d: ({ view }) => view('difference'),
}

/** @type {Readonly<Record<string, (actions: Actions, isShift: boolean) => void>>} */
const keysWithControl = {
  z: ({ undo, redo }, isShift) => (isShift ? redo() : undo()),
  y: ({ redo }) => redo(),
  s: ({ save }) => save(),
}

/**
 * The keys that work anywhere in the page, but not while a text is written. A button that has the focus keeps the space bar to itself.
 * @param {Actions} actions
 */
export function listenToKeys(actions) {
  document.addEventListener('keydown', (event) => {
    const { key, target, shiftKey, ctrlKey, altKey, metaKey } = event
    const isSaving = (ctrlKey || metaKey) && key === 's'
    if (altKey || (isWriting(target) && !isSaving)) return
    if (key === ' ' && target instanceof Element && target.matches('button, summary, [role=button]')) return
    const table = ctrlKey || metaKey ? keysWithControl : keys
    const name = key.length === 1 ? key.toLowerCase() : key
    const action = Object.hasOwn(table, name) ? table[name] : undefined
    if (!action) return
    event.preventDefault()
    action(actions, shiftKey)
  })
}

/** @param {EventTarget | null} target */
function isWriting(target) {
  return target instanceof Element && target.matches('input:not([type=range]), textarea, select')
}
