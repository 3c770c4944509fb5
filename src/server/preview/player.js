/** @import { ReadyState } from '../preview-state.ts' */
/** @import { Stage } from './stage.js' */
import { frameTimeMs, sceneIndexAt } from './film-clock.js'

/** Which frame of the film is shown, and playing on by the wall clock, frame by frame, from the end to the start again. */
export class Player {
  frame = 0
  isPlaying = false
  /** Whether playing goes on within the scene that is shown, over and over. */
  isLooping = false
  /** @type {ReadyState | null} */
  film = null
  #stage
  #onChange
  /**
   * A moment and the frame that belonged to it; null when playing has to start anew from the frame that is shown.
   * @type {{ ms: number, frame: number } | null}
   */
  #anchor = null

  /**
   * @param {Stage} stage
   * @param {() => void} onChange after every change of the frame, or of playing and pausing
   */
  constructor(stage, onChange) {
    this.#stage = stage
    this.#onChange = onChange
    document.addEventListener('visibilitychange', () => {
      this.#anchor = null
    })
  }

  /** Whether the scene that is to be shown is not there yet. */
  get isWaiting() {
    return this.#stage.isWaiting
  }

  /** @param {ReadyState | null} film */
  setFilm(film) {
    this.film = film
    this.#stage.setFilm(film)
    if (film) this.seek(this.frame)
    else this.pause()
  }

  /** @param {number} frame of the film; held within it */
  seek(frame) {
    this.#anchor = null
    this.#show(frame)
  }

  toggleLoop() {
    this.isLooping = !this.isLooping
    this.#anchor = null
    this.#onChange()
  }

  play() {
    if (!this.film || this.isPlaying) return
    this.isPlaying = true
    this.#anchor = null
    this.#onChange()
    requestAnimationFrame(this.#tick)
  }

  pause() {
    if (!this.isPlaying) return
    this.isPlaying = false
    this.#onChange()
  }

  /** @param {number} frame */
  #show(frame) {
    if (!this.film) return
    this.frame = Math.min(this.film.frames - 1, Math.max(0, frame))
    const index = sceneIndexAt(this.film, this.frame)
    void this.#stage.show(index, frameTimeMs(this.frame - (this.film.scenes[index]?.from ?? 0), this.film.fps))
    this.#onChange()
  }

  /**
   * What is played: the film, or the scene that playing began in.
   * @param {ReadyState} film
   */
  #range(film) {
    const scene = this.isLooping ? film.scenes[sceneIndexAt(film, this.frame)] : undefined
    return scene ?? { from: 0, to: film.frames }
  }

  /** @type {FrameRequestCallback} */
  #tick = (nowMs) => {
    if (!this.isPlaying || !this.film) return
    // The film waits for a scene that is not there yet.
    if (!this.#anchor || this.#stage.isWaiting) this.#anchor = { ms: nowMs, frame: this.frame }
    const { fps } = this.film
    const { from, to } = this.#range(this.film)
    const passed = Math.floor(((nowMs - this.#anchor.ms) * fps.num) / (1000 * fps.den))
    const frame = from + ((this.#anchor.frame - from + passed) % (to - from))
    if (frame !== this.frame) this.#show(frame)
    requestAnimationFrame(this.#tick)
  }
}
