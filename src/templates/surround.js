// What lies around a photograph that does not fill the frame.

/** @typedef {{ colour: string, backdrop: string | null }} Surround a colour, or the address of a picture of the frame's size over it */

/**
 * Puts it behind the photograph, which ends at its own edges then: nothing of it is carried on beyond them.
 * @param {HTMLImageElement} photo
 * @param {Surround | undefined} surround absent where the photograph fills the frame
 */
export function showSurround(photo, surround) {
  if (!surround) return
  document.body.style.background = surround.colour
  photo.style.setProperty('--bleed', '0px')
  photo.style.borderImage = 'none'
  if (surround.backdrop === null) return
  const backdrop = document.createElement('img')
  backdrop.alt = ''
  backdrop.dataset['layer'] = ''
  backdrop.style.cssText = 'position: absolute; left: 0; top: 0; width: var(--frame-width); height: var(--frame-height); will-change: transform'
  backdrop.src = surround.backdrop
  photo.before(backdrop)
}
