/** @typedef {{ path: string, box: { left: number, top: number, width: number, height: number }, opacity: number }} Watermark */

/** @param {Watermark} watermark */
export function drawWatermark({ path, box, opacity }) {
  const image = new Image(box.width, box.height)
  image.className = 'watermark'
  image.dataset['layer'] = ''
  image.src = path
  image.style.left = `${box.left}px`
  image.style.top = `${box.top}px`
  image.style.opacity = `${opacity}`
  document.body.append(image)
}
