import { part } from './elements.js'

/**
 * Asks for an API key when the server wants one.
 * @param {(key: string) => void} onKey
 * @returns {(isWrong: boolean) => void} opens it
 */
export function keyDialog(onKey) {
  const dialog = part('key-dialog', HTMLDialogElement)
  const input = part('key-text', HTMLInputElement)
  const trouble = part('key-trouble', HTMLElement)
  const button = part('key', HTMLButtonElement)
  dialog.addEventListener('close', () => {
    const key = input.value.trim()
    input.value = ''
    // Closed with Escape it has no value, and the button is the way back.
    if (dialog.returnValue === 'use' && key !== '') onKey(key)
  })
  /** @param {boolean} isWrong */
  const open = (isWrong) => {
    button.hidden = false
    if (dialog.open) return
    trouble.hidden = !isWrong
    trouble.textContent = isWrong ? 'The server does not know this key.' : ''
    dialog.returnValue = ''
    dialog.showModal()
  }
  button.addEventListener('click', () => open(false))
  return open
}
