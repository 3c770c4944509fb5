/** @import { Render } from '../../api/render.ts' */
/** @import { Api } from '../page-parts/api.js' */
import { element, part } from '../page-parts/elements.js'
import { hasPoster } from './pictures.js'
import { sizeText } from './words.js'

/** The finished film. A server with keys gives it only as a whole, so there it waits to be asked for. */
export class FilmPlayer {
  #place = part('film', HTMLDivElement)
  #api
  #shown = ''
  #address = ''

  /** @param {Api} api */
  constructor(api) {
    this.#api = api
  }

  /** @param {Render} render */
  show(render) {
    const film =
      render.state === 'succeeded' ? render.outputs.find(({ kind, mediaType }) => kind === 'film' && mediaType.startsWith('video/')) : undefined
    const shown = film ? render.id : ''
    if (shown === this.#shown) return
    this.#shown = shown
    URL.revokeObjectURL(this.#address)
    if (!film) return this.#place.replaceChildren()
    if (!this.#api.hasKey) return void this.#play(render)
    const button = element('button', { className: 'text main', type: 'button' }, `Show the film (${sizeText(film)})`)
    button.addEventListener('click', () => {
      button.disabled = true
      void this.#play(render)
    })
    this.#place.replaceChildren(button)
  }

  /** @param {Render} render */
  async #play(render) {
    const path = `v1/renders/${render.id}`
    const video = element('video', { controls: true, preload: 'metadata', playsInline: true, ariaLabel: 'The finished film' })
    const [src, poster] = await Promise.all([this.#api.addressOf(`${path}/film`), hasPoster(render) ? this.#api.addressOf(`${path}/poster`) : ''])
    if (render.id !== this.#shown) return URL.revokeObjectURL(src)
    this.#address = src
    if (poster !== '') video.poster = poster
    video.src = src
    this.#place.replaceChildren(video)
  }
}
