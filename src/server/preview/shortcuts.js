/** @typedef {{ play: () => void, frames: (count: number) => void, seconds: (count: number) => void, scenes: (count: number) => void, ends: (end: 'start' | 'end') => void, size: () => void, sound: () => void }} Actions */

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
}

/**
 * The keys that work anywhere in the page. A button that has the focus keeps the space bar to itself.
 * @param {Actions} actions
 */
export function listenToKeys(actions) {
  document.addEventListener('keydown', (event) => {
    const { key, target, shiftKey, ctrlKey, altKey, metaKey } = event
    if (ctrlKey || altKey || metaKey) return
    if (key === ' ' && target instanceof HTMLButtonElement) return
    const action = Object.hasOwn(keys, key) ? keys[key] : undefined
    if (!action) return
    event.preventDefault()
    action(actions, shiftKey)
  })
}
