/** @import { FilmWaves } from '../../farm/film-waves.ts' */
/** @import { ReadyState } from '../preview-state.ts' */
import { frameTimeMs } from './film-clock.js'

/** Below this a wave is drawn as a line, so that silence can be told from nothing. */
const leastPx = 1

/** The film's sound on the time line: the mix, and the voices in it in another colour. */
export class Wave {
  #canvas
  /** @type {FilmWaves | null} */
  #waves = null
  #durationS = 1
  #asking = new AbortController()
  /** @type {string | null} */
  #address = null

  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.#canvas = canvas
    new ResizeObserver(() => this.#draw()).observe(canvas)
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#draw())
  }

  /** @param {ReadyState | null} film */
  async setFilm(film) {
    if (film) this.#durationS = frameTimeMs(film.frames, film.fps) / 1000
    const address = film?.sound?.waves ?? null
    if (address === this.#address) return
    this.#address = address
    this.#asking.abort()
    this.#waves = null
    this.#draw()
    if (address === null) return
    const { signal } = (this.#asking = new AbortController())
    try {
      const response = await fetch(address, { signal })
      const waves = response.ok ? await response.json() : null
      if (signal.aborted) return
      this.#waves = waves
      this.#canvas.dataset['voices'] = String(waves?.voices.length ?? 0)
      this.#draw()
    } catch {
      // The film has changed meanwhile, or the command has ended; the page says so elsewhere.
    }
  }

  #draw() {
    const { clientWidth, clientHeight } = this.#canvas
    const scale = window.devicePixelRatio
    this.#canvas.width = Math.round(clientWidth * scale)
    this.#canvas.height = Math.round(clientHeight * scale)
    const context = this.#canvas.getContext('2d')
    if (!context || !this.#waves) return
    // As computed: a canvas does not know light-dark().
    const { color, borderTopColor } = getComputedStyle(this.#canvas)
    context.fillStyle = color
    this.#drawWave(context, this.#waves.film)
    context.fillStyle = borderTopColor
    for (const voice of this.#waves.voices) this.#drawWave(context, voice)
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {FilmWaves['film']} wave
   */
  #drawWave(context, { fromS, toS, peaks }) {
    const { width, height } = context.canvas
    const left = (fromS / this.#durationS) * width
    const step = (((toS - fromS) / this.#durationS) * width) / peaks.length
    for (const [at, peak] of peaks.entries()) {
      // Louder than half is rare: by the root quiet voices can be seen too.
      const high = Math.max(leastPx, Math.sqrt(peak / 100) * height)
      context.fillRect(left + at * step, (height - high) / 2, Math.max(0.6, step * 0.85), high)
    }
  }
}
