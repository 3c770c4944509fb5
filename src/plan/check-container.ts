import { containers, type Container } from '../film/containers.ts'
import { placeOf } from '../film/delivery.ts'
import { FilmInvalidError, type Fault } from '../film/fault.ts'
import type { Film } from '../film/film.ts'

/** A film of an hour would be a GIF of gigabytes: 640 x 360 at 15 frames a second may last five minutes. */
const mostAnimatedPixels = 1.1e9
/** A frame of a GIF lasts a whole number of hundredths of a second, and players take one for a mistake. */
const mostGifRate = 50

/**
 * What a kind of file can hold of a film.
 * @returns what is left out, as warnings
 * @throws FilmInvalidError for more than it can hold
 */
export function checkContainer(
  { output, delivery, captions }: Film,
  container: Container,
  facts: { readonly frames: number; readonly hasSound: boolean },
): readonly Fault[] {
  const { num, den } = output.fps
  const isAnimation = container === 'gif' || container === 'webp'
  const pixels = output.width * output.height * facts.frames
  const faults = [
    ...(container === 'gif' && num / den > mostGifRate
      ? [{ pointer: placeOf(delivery, 'fps'), message: 'is too large for a GIF', value: num / den, allowed: `up to ${mostGifRate}` }]
      : []),
    ...(isAnimation && pixels > mostAnimatedPixels
      ? [
          {
            pointer: placeOf(delivery, 'width'),
            message: `makes an animation of ${Math.round(pixels / 1e6)} million pixels in ${facts.frames} frames`,
            allowed: `up to ${mostAnimatedPixels / 1e6} million; give a smaller size, fewer frames a second, or a range`,
          },
        ]
      : []),
  ]
  if (faults.length > 0) throw new FilmInvalidError(faults)
  const { hasSound, film } = containers[container]
  const hasMetadata = Object.keys(delivery.metadata).length > 0
  return [
    ...(facts.hasSound && !hasSound
      ? [{ pointer: placeOf(delivery, 'container'), message: `has no sound: that of the film is left out`, value: container }]
      : []),
    ...(hasMetadata && film !== container
      ? [{ pointer: placeOf(delivery, 'metadata'), message: `is left out: ${container} has no place for it` }]
      : []),
    ...(captions.track && film !== container ? [{ pointer: '/captions/track', message: `is left out: ${container} has no place for it` }] : []),
  ]
}
