/** @import { ReadyState } from '../preview-state.ts' */
/** @import { Player } from './player.js' */
import { frameTimeMs } from './film-clock.js'

/** So far the sound may be from the picture, in seconds, before it is put right; each time is a small gap. */
const driftS = 0.15

/** The film's sound, which follows the frames that are shown. Mixed by the server when it is first played. */
export class FilmSound {
  #audio
  #button

  /**
   * @param {HTMLAudioElement} audio
   * @param {HTMLButtonElement} button turns it on and off
   */
  constructor(audio, button) {
    this.#audio = audio
    this.#button = button
  }

  get isOn() {
    return this.#button.getAttribute('aria-pressed') === 'true'
  }

  /** @param {ReadyState | null} film */
  setFilm(film) {
    const address = film?.sound?.file ?? null
    this.#button.disabled = address === null
    if (address === this.#audio.getAttribute('src')) return
    this.#audio.pause()
    if (address === null) {
      this.#audio.removeAttribute('src')
      // Lets go of the sound of before, whose file is gone.
      this.#audio.load()
    } else this.#audio.setAttribute('src', address)
  }

  toggle() {
    this.#button.setAttribute('aria-pressed', String(!this.isOn))
    if (!this.isOn) this.#audio.pause()
  }

  /** @param {Pick<Player, 'film' | 'frame' | 'isPlaying' | 'isWaiting'>} player */
  follow({ film, frame, isPlaying, isWaiting }) {
    if (!film?.sound) return
    if (!isPlaying || isWaiting || !this.isOn) {
      this.#audio.pause()
      return
    }
    const timeS = frameTimeMs(frame, film.fps) / 1000
    const isFar = Math.abs(this.#audio.currentTime - timeS) > driftS
    if (this.#audio.paused || (isFar && !this.#audio.seeking && this.#audio.readyState >= HTMLMediaElement.HAVE_METADATA)) {
      this.#audio.currentTime = timeS
    }
    // Refused where it is paused again before it could begin.
    if (this.#audio.paused) void this.#audio.play().catch(() => undefined)
  }
}
