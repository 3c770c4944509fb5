// Writes pictures into a file of the origin's private file system, which is a plain file in the profile folder: whoever started
// the browser reads it there. A thread of its own, because only here is writing possible without a copy through another process.

/**
 * What it is told: first where to write, then pictures.
 * @typedef {{ id: number, scene: { width: number, height: number }, slots: number, marker: string }} Setup
 * @typedef {{ id: number, slot: number, picture: VideoFrame }} Order
 * @typedef {{ write: (bytes: Uint8Array, options: { at: number }) => number, truncate: (size: number) => void }} SyncFile
 */

/** @type {SyncFile} */
let file
/** @type {Uint8Array<ArrayBuffer>} */
let bytes
/** @type {{ width: number, height: number }} */
let scene
/** In the order of the messages. @type {Promise<void>} */
let done = Promise.resolve()

addEventListener('message', ({ data }) => {
  done = done.then(() => answer(data))
})

/** @param {Setup | Order} message */
async function answer(message) {
  try {
    await ('picture' in message ? write(message) : setUp(message))
    postMessage({ id: message.id, fault: null })
  } catch (error) {
    postMessage({ id: message.id, fault: String(error) })
  }
}

/** @param {Setup} setup */
async function setUp(setup) {
  scene = setup.scene
  bytes = new Uint8Array((scene.width * scene.height * 3) / 2)
  const folder = await navigator.storage.getDirectory()
  const handle = /** @type {{ createSyncAccessHandle?: (options: object) => Promise<SyncFile> }} */ (
    await folder.getFileHandle('frames', { create: true })
  )
  if (!handle.createSyncAccessHandle) throw new Error('this browser writes no files of an origin')
  // Nobody else in the browser has it open; the usual mode would lock it.
  file = await handle.createSyncAccessHandle({ mode: 'readwrite-unsafe' })
  file.truncate(setup.slots * bytes.length)
  file.write(new TextEncoder().encode(setup.marker), { at: 0 })
}

/** @param {Order} order */
async function write({ slot, picture }) {
  try {
    await picture.copyTo(bytes, { rect: { x: 0, y: 0, ...scene } })
  } finally {
    picture.close()
  }
  if (file.write(bytes, { at: slot * bytes.length }) !== bytes.length) throw new Error('the picture was not written whole')
}
