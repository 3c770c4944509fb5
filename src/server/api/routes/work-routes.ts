import { lease, taskResult } from '../../../api/leases.ts'
import { containerFacts } from '../../../api/worker-facts.ts'
import { FilmInvalidError } from '../../../film/fault.ts'
import { FramefarmError } from '../../../shared/errors.ts'
import { isOfMachine } from '../../../shared/machine-faults.ts'
import { RequestInvalidError, RetryLaterError } from '../request-errors.ts'
import { route } from '../route.ts'

/** After which a container that cannot work may be asked again. */
const restSeconds = 1

const facts = route(
  {
    method: 'get',
    path: '/process-work',
    id: 'getContainerFacts',
    tag: 'scenes',
    summary: 'What this container renders with',
    access: 'key',
    replies: { 200: { description: 'Only machines whose `toolchain` is equal work on the same film', json: containerFacts } },
    faults: [],
  },
  async ({ parts, signal }) => ({ status: 200, json: await parts.workbench.facts(signal) }),
)

const work = route(
  {
    method: 'post',
    path: '/process-work',
    id: 'processWork',
    tag: 'scenes',
    summary: 'Do one piece of work of a film, and answer when its result is in the store that all machines share',
    description: 'What a server asks of containers behind an autoscaler (FRAMEFARM_SCENE_WORKERS). A chunk that is there already is not rendered.',
    access: 'key',
    isNewWork: true,
    body: lease,
    replies: { 200: { description: 'What a worker hands in', json: taskResult } },
    faults: ['REQUEST_INVALID', 'ASSET_UNAVAILABLE', 'ASSET_INVALID', 'PLAN_DIFFERS', 'STORAGE_UNAVAILABLE', 'QUEUE_FULL', 'SERVER_BUSY'],
  },
  async ({ parts, body, signal, log }) => {
    const { renderId, task } = body
    const startMs = performance.now()
    try {
      const result = await parts.direct.run(() => parts.workbench.process(body, signal))
      log.info({ renderId, task: task.type, ms: Math.round(performance.now() - startMs) }, 'work processed')
      return { status: 200, json: result }
    } catch (error) {
      if (error instanceof FilmInvalidError) throw new RequestInvalidError(error.faults)
      if (!(error instanceof FramefarmError) || !isOfMachine(error.code)) throw error
      log.error({ renderId, task: task.type, err: error }, 'this machine cannot work')
      // Another container can.
      throw new RetryLaterError('SERVER_BUSY', `this machine cannot work: ${error.code}`, restSeconds)
    }
  },
)

export const workRoutes = [facts, work]
