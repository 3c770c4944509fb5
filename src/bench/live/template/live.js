// The scene with a live filter and live script, as a function of the time alone. Both renderers call it with their own clock,
// so what they draw, and what it costs to change the page, is the same.

/**
 * @param {number} timeS from the scene's start
 * @param {number} durationS
 */
function paintLive(timeS, durationS) {
  const part = timeS / durationS
  movePhoto(part)
  drawRing(part)
  moveLowerThird(timeS, durationS)
}

/** A slow move, while the picture goes from pale dusk to full colour. @param {number} part of the scene, from 0 to 1 */
function movePhoto(part) {
  const { style } = /** @type {HTMLElement} */ (document.querySelector('#photo'))
  style.transform = `translate3d(${-2 * part}%, ${-1.5 * part}%, 0) scale(${1.06 + 0.14 * part})`
  style.filter = `brightness(${0.7 + 0.4 * part}) saturate(${0.5 + 0.8 * part})`
}

/** A ring that fills, its per cent in the middle, and sparks around its end. @param {number} part of the scene, from 0 to 1 */
function drawRing(part) {
  const canvas = /** @type {HTMLCanvasElement} */ (document.querySelector('#ring'))
  const side = Math.round(canvas.clientWidth)
  if (canvas.width !== side) [canvas.width, canvas.height] = [side, side]
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'))
  const [middle, radius] = [side / 2, side * 0.36]
  const [start, end] = [-Math.PI / 2, -Math.PI / 2 + 2 * Math.PI * part]
  context.clearRect(0, 0, side, side)
  context.lineWidth = side * 0.05
  context.lineCap = 'round'
  context.strokeStyle = 'rgb(255 255 255 / 0.25)'
  context.beginPath()
  context.arc(middle, middle, radius, 0, 2 * Math.PI)
  context.stroke()
  context.strokeStyle = '#ffb020'
  context.beginPath()
  context.arc(middle, middle, radius, start, end)
  context.stroke()
  for (let spark = 0; spark < 80; spark++) {
    const age = (part * 6 + spark * 0.618) % 1
    const angle = end - age * (0.3 + (spark % 7) / 10)
    const distance = radius + side * 0.12 * age * Math.sin(spark * 2.4)
    context.fillStyle = `hsl(${35 + (spark % 5) * 6} 100% 65% / ${1 - age})`
    context.beginPath()
    context.arc(middle + Math.cos(angle) * distance, middle + Math.sin(angle) * distance, side * 0.008 * (1.5 - age), 0, 2 * Math.PI)
    context.fill()
  }
  context.fillStyle = '#fff'
  context.font = `600 ${side * 0.15}px 'DejaVu Sans', sans-serif`
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  context.fillText(`${Math.floor(part * 100)} %`, middle, middle)
}

/** Comes into focus over the first second and a half, and goes out of it at the end. @param {number} timeS @param {number} durationS */
function moveLowerThird(timeS, durationS) {
  const { style } = /** @type {HTMLElement} */ (document.querySelector('#lower-third'))
  const shown = Math.min(1, timeS / 1.5, (durationS - timeS) / 1.5)
  style.transform = `translate3d(${-4 * (1 - shown) ** 2}vw, 0, 0)`
  style.opacity = `${shown}`
  style.filter = `blur(${(1 - shown) * 0.7}vw)`
}

Object.assign(globalThis, { paintLive })
