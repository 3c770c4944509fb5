import { slotBytes } from '../browser/slot-count.ts'
import type { EncoderWish } from '../encoder/choose-encoder.ts'
import type { Film } from '../film/film.ts'
import { filesOfWork } from './film-work.ts'
import { isDraft, type MethodWish } from './methods.ts'

type Wishes = { readonly method: MethodWish; readonly encoder: EncoderWish }

/**
 * What a machine must have to render the film: memory for one piece of work, and encoders by codec (h264) or codec and device (h264:gpu).
 * @throws FilmInvalidError where a container and a codec do not go together
 */
export function filmNeeds(film: Film, { method, encoder }: Wishes): { readonly memoryBytes: number; readonly encoders: readonly string[] } {
  const files = filesOfWork(film).map((file) => file.film)
  const codecs = new Set(files.map(({ output }) => output.codec))
  return {
    // The draft methods have no browser.
    memoryBytes: isDraft(method) ? 0 : Math.max(...files.map(({ output }) => slotBytes(output))),
    encoders: [...codecs].map((codec) => (encoder === 'auto' ? codec : `${codec}:${encoder}`)),
  }
}
