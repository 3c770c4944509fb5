import { Refusal } from '../page-parts/api.js'
import { server } from './server.js'

/** The last thing that was asked for: what is asked for next is sent after it, in order. @type {Promise<unknown>} */
let before = Promise.resolve()

/**
 * Has the server do something with the film; what has become of it comes as an event.
 * @param {'edit' | 'undo' | 'redo' | 'revert' | 'save'} action
 * @param {{ changes: readonly { path: readonly (string | number)[], value?: unknown }[] }} [body]
 * @throws with the server's reason
 */
export function changeDraft(action, body) {
  const sending = before.then(() => send(action, body))
  before = sending.catch(() => undefined)
  return sending
}

/**
 * @param {string} action
 * @param {unknown} body
 */
async function send(action, body) {
  try {
    await server.send(`draft/${action}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body ?? {}),
    })
  } catch (error) {
    const [fault] = error instanceof Refusal ? error.faults : []
    throw fault ? new Error(fault.detail) : error
  }
}
