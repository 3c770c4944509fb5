/** @import { Render } from '../../api/render.ts' */
/** @import { Api } from '../page-parts/api.js' */
import { element, setText } from '../page-parts/elements.js'

/** A render's poster where it has one, each fetched once. */
export class Pictures {
  #api

  /** @param {Api} api */
  constructor(api) {
    this.#api = api
  }

  /**
   * @param {HTMLElement} place
   * @param {Render} render
   */
  show(place, render) {
    if (place.dataset['poster'] === 'shown') return
    if (!hasPoster(render)) return setText(place, render.scenes.length === 0 ? '' : scenesText(render.scenes.length))
    place.dataset['poster'] = 'shown'
    void this.addressOf(render).then(
      (src) => place.replaceChildren(element('img', { src, alt: '', loading: 'lazy', decoding: 'async' })),
      () => delete place.dataset['poster'],
    )
  }

  /** @param {Render} render */
  addressOf({ id }) {
    return this.#api.addressOf(`v1/renders/${id}/poster`)
  }
}

/** @param {Render} render */
export function hasPoster({ outputs }) {
  return outputs.some(({ kind }) => kind === 'poster')
}

/** @param {number} count */
function scenesText(count) {
  return count === 1 ? '1 scene' : `${count} scenes`
}
