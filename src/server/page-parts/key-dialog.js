import { element } from './elements.js'

/**
 * Asks for an API key when the server wants one.
 * @param {HTMLButtonElement | null} button the way back to it, shown from the first time on
 * @param {(key: string) => void} onKey
 * @returns {(isWrong: boolean) => void} opens it
 */
export function keyDialog(button, onKey) {
  const trouble = element('p', { id: 'key-trouble', role: 'alert', hidden: true })
  const input = element('input', { id: 'key-text', type: 'password', autocomplete: 'off', spellcheck: false, required: true })
  const dialog = element(
    'dialog',
    { id: 'key-dialog' },
    element(
      'form',
      { method: 'dialog' },
      element('h2', { id: 'key-title' }, 'This server asks for an API key'),
      trouble,
      element('label', { htmlFor: 'key-text' }, 'API key'),
      input,
      element('p', { className: 'quiet' }, 'Kept in this tab until it is closed.'),
      element('div', { className: 'actions' }, element('button', { className: 'main', value: 'use' }, 'Use it')),
    ),
  )
  dialog.setAttribute('aria-labelledby', 'key-title')
  document.body.append(dialog)
  dialog.addEventListener('close', () => {
    const key = input.value.trim()
    input.value = ''
    // Closed with Escape it has no value, and the button is the way back.
    if (dialog.returnValue === 'use' && key !== '') onKey(key)
  })
  /** @param {boolean} isWrong */
  const open = (isWrong) => {
    if (button) button.hidden = false
    if (dialog.open) return
    trouble.hidden = !isWrong
    trouble.textContent = isWrong ? 'The server does not know this key.' : ''
    dialog.returnValue = ''
    dialog.showModal()
  }
  button?.addEventListener('click', () => open(false))
  return open
}
