import { estimateRequest, estimateResult, validateRequest, validateResult, type ValidateResult } from '../../../api/film-checks.ts'
import { FilmInvalidError, type Fault } from '../../../film/fault.ts'
import { checkSentFilm } from '../check-sent-film.ts'
import { estimateRender } from '../estimate-render.ts'
import { route } from '../route.ts'
import { timelineOf } from '../timeline-of.ts'

const validate = route(
  {
    method: 'post',
    path: '/v1/validate',
    id: 'validateFilm',
    tag: 'films',
    summary: 'List every fault of a film',
    description: 'Also a film with faults is answered with 200: that is what was asked for.',
    access: 'key',
    isNewWork: true,
    body: validateRequest,
    replies: { 200: { description: 'What is wrong and what is doubtful', json: validateResult } },
    faults: ['REQUEST_INVALID', 'QUEUE_FULL'],
  },
  async (call) => {
    const { parts, body, signal } = call
    try {
      const film = await checkSentFilm(body.film, call)
      const plan = body.assets ? await parts.direct.run(() => parts.lookInto(film, signal)) : null
      const result: ValidateResult = { valid: true, faults: [], warnings: toldFaults(plan?.warnings ?? []), timeline: timelineOf(film, plan) }
      return { status: 200, json: result }
    } catch (error) {
      if (!(error instanceof FilmInvalidError)) throw error
      const result: ValidateResult = { valid: false, faults: toldFaults(error.faults), warnings: [], timeline: null }
      return { status: 200, json: result }
    }
  },
)

const estimate = route(
  {
    method: 'post',
    path: '/v1/estimate',
    id: 'estimateRender',
    tag: 'films',
    summary: 'How much work a film is, how long it takes here, what it costs',
    access: 'key',
    isNewWork: true,
    body: estimateRequest,
    replies: { 200: { description: 'The estimate', json: estimateResult } },
    faults: ['FILM_INVALID', 'REQUEST_INVALID', 'QUEUE_FULL'],
  },
  async (call) => ({ status: 200, json: await estimateRender(await checkSentFilm(call.body.film, call), call) }),
)

function toldFaults(faults: readonly Fault[]): ValidateResult['faults'] {
  return faults.map(({ pointer, message, allowed }) => ({ pointer, message: allowed === undefined ? message : `${message}; allowed: ${allowed}` }))
}

export const checksRoutes = [validate, estimate]
