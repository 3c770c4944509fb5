import { part, setText } from '../../../server/page-parts/elements.js'

const thanksMs = 1600

/** Buttons with `data-copy` copy the text of the element that they name. */
export function copyButtons() {
  for (const button of document.querySelectorAll('button[data-copy]')) {
    if (button instanceof HTMLButtonElement) button.addEventListener('click', () => void copyBy(button))
  }
}

/** @param {HTMLButtonElement} button */
async function copyBy(button) {
  const holder = part(button.dataset['copy'] ?? '', HTMLElement)
  const isCopied = await copied(holder)
  setText(button, isCopied ? 'Copied' : 'Press Ctrl+C')
  setText(part('news', HTMLParagraphElement), isCopied ? 'The command is copied' : 'The command is selected')
  setTimeout(() => setText(button, 'Copy'), thanksMs)
}

/** @param {HTMLElement} holder */
async function copied(holder) {
  try {
    await navigator.clipboard.writeText(holder.textContent ?? '')
    return true
  } catch {
    // Some browsers give a file no clipboard: what is selected can be copied by hand.
    getSelection()?.selectAllChildren(holder)
    return false
  }
}
