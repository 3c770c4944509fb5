import { frameRequest, type FrameRequest } from '../../../api/frame-request.ts'
import type { Film } from '../../../film/film.ts'
import { frameAt } from '../../../plan/timeline.ts'
import { FramefarmError } from '../../../shared/errors.ts'
import { checkSentFilm } from '../check-sent-film.ts'
import { RequestInvalidError } from '../request-errors.ts'
import { route } from '../route.ts'

export const framesRoute = route(
  {
    method: 'post',
    path: '/v1/frames',
    id: 'drawFrame',
    tag: 'films',
    summary: 'One frame of a film, as the renderer draws it',
    access: 'key',
    isNewWork: true,
    body: frameRequest,
    replies: { 200: { description: 'The frame', mediaTypes: ['image/png', 'image/jpeg'], headers: { 'Frame-Number': 'Which frame it is, from 0' } } },
    faults: ['FILM_INVALID', 'REQUEST_INVALID', 'TEMPLATE_FAILED', 'QUEUE_FULL'],
  },
  async (call) => {
    const { parts, body, signal } = call
    const film = await checkSentFilm(body.film, call)
    const at = frameNumber(film, body.at)
    const { format, width } = body
    try {
      const order = { film, at, format, ...(width === undefined ? {} : { width }) }
      const bytes = await parts.direct.run(() => parts.stills.still(order, signal))
      return { status: 200, headers: { 'Frame-Number': String(at) }, bytes, type: `image/${format}` }
    } catch (error) {
      if (!(error instanceof FramefarmError) || error.code !== 'USAGE') throw error
      throw new RequestInvalidError([{ pointer: '/at', message: error.message }])
    }
  },
)

function frameNumber({ output }: Film, at: FrameRequest['at']): number {
  return 'frame' in at ? at.frame : frameAt(at.seconds, output.fps)
}
