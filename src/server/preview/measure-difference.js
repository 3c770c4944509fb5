/** How bright the difference is made, to be seen: the number in beside.css. */
const amplification = 8
/** Pictures that may be older than what is shown now. */
const framesToSettle = 3

/** Whether this browser can take a picture of its own tab. */
export const canMeasure = typeof navigator.mediaDevices?.getDisplayMedia === 'function'

/**
 * How large a difference is that is shown, in levels of 255: the mean of all pixels and the most that any has. No page may read what it shows
 * in a frame, so the browser is asked for a picture of the tab, and asks whoever sits before it.
 * @param {HTMLElement} element that shows it
 * @param {HTMLElement} window in which it can be seen, where it is larger than that
 * @returns {Promise<{ mean: number, most: number, isClipped: boolean }>} `isClipped`: it may be more than the most that can be seen
 * @throws where it is refused, or another tab was chosen
 */
export async function measureDifference(element, window) {
  const stream = await navigator.mediaDevices.getDisplayMedia(/** @type {DisplayMediaStreamOptions} */ ({ video: true, preferCurrentTab: true }))
  try {
    const video = Object.assign(document.createElement('video'), { srcObject: stream, muted: true })
    await video.play()
    for (let frame = 0; frame < framesToSettle; frame++) await nextFrame(video)
    return levelsOf(pixelsOf(video, seenPart(element, window)))
  } finally {
    for (const track of stream.getTracks()) track.stop()
  }
}

/**
 * Waits for a new picture of the tab. One that stands still has none, so a dot in its corner changes.
 * @param {HTMLVideoElement} video
 */
async function nextFrame(video) {
  const dot = document.createElement('div')
  dot.style.cssText = 'position:fixed;right:0;bottom:0;width:2px;height:2px;background:gray'
  document.body.append(dot)
  await new Promise((resolve) => video.requestVideoFrameCallback(resolve))
  dot.remove()
}

/**
 * @param {HTMLElement} element
 * @param {HTMLElement} window
 */
function seenPart(element, window) {
  const [all, seen] = [element.getBoundingClientRect(), window.getBoundingClientRect()]
  const [left, top] = [Math.ceil(Math.max(all.left, seen.left)), Math.ceil(Math.max(all.top, seen.top))]
  const [right, bottom] = [Math.min(all.right, seen.left + window.clientWidth), Math.min(all.bottom, seen.top + window.clientHeight)]
  return { left, top, width: Math.floor(right - left), height: Math.floor(bottom - top) }
}

/**
 * @param {HTMLVideoElement} video of the tab
 * @param {{ left: number, top: number, width: number, height: number }} part in CSS pixels
 */
function pixelsOf(video, { left, top, width, height }) {
  const scale = video.videoWidth / document.documentElement.clientWidth
  if (Math.abs(video.videoHeight / document.documentElement.clientHeight - scale) > 0.02)
    throw new Error('Choose this tab: another picture cannot be measured.')
  const size = [Math.round(width * scale), Math.round(height * scale)]
  const canvas = new OffscreenCanvas(size[0] ?? 0, size[1] ?? 0)
  const context = canvas.getContext('2d')
  if (!context) throw new Error('This browser has no canvas to measure with.')
  context.drawImage(video, left * scale, top * scale, width * scale, height * scale, 0, 0, canvas.width, canvas.height)
  return context.getImageData(0, 0, canvas.width, canvas.height).data
}

/** @param {Uint8ClampedArray} pixels */
function levelsOf(pixels) {
  let [sum, most] = [0, 0]
  for (let at = 0; at < pixels.length; at += 4) {
    for (let part = at; part < at + 3; part++) {
      const value = pixels[part] ?? 0
      sum += value
      if (value > most) most = value
    }
  }
  return { mean: sum / ((pixels.length / 4) * 3) / amplification, most: most / amplification, isClipped: most >= 254 }
}
