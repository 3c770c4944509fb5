import { containerFacts } from '../../../api/worker-facts.ts'
import { chunkOrder, chunkResult } from '../../../api/leases.ts'
import { FilmInvalidError } from '../../../film/fault.ts'
import { RequestInvalidError } from '../request-errors.ts'
import { route } from '../route.ts'

const facts = route(
  {
    method: 'get',
    path: '/process-chunk',
    id: 'getContainerFacts',
    tag: 'scenes',
    summary: 'What this container renders with',
    access: 'key',
    replies: { 200: { description: 'Only machines whose `toolchain` is equal work on the same film', json: containerFacts } },
    faults: [],
  },
  async ({ parts, signal }) => ({ status: 200, json: await parts.containerFacts(signal) }),
)

const chunk = route(
  {
    method: 'post',
    path: '/process-chunk',
    id: 'processChunk',
    tag: 'scenes',
    summary: 'Render one chunk of a film into the store that all machines share',
    description:
      'What a coordinator asks of containers behind an autoscaler (FRAMEFARM_SCENE_WORKERS). A chunk that is there already is not rendered.',
    access: 'key',
    isNewWork: true,
    body: chunkOrder,
    replies: { 200: { description: 'The chunk is stored', json: chunkResult } },
    faults: ['REQUEST_INVALID', 'ASSET_UNAVAILABLE', 'ASSET_INVALID', 'PLAN_DIFFERS', 'STORAGE_UNAVAILABLE', 'QUEUE_FULL'],
  },
  async ({ parts, body, signal, log }) => {
    const { renderId, task } = body
    try {
      const result = await parts.direct.run(() => parts.processChunk(body, signal))
      log.info({ renderId, output: task.output, chunk: task.chunk, seconds: result.seconds }, 'chunk processed')
      return { status: 200, json: result }
    } catch (error) {
      if (!(error instanceof FilmInvalidError)) throw error
      throw new RequestInvalidError(error.faults)
    }
  },
)

export const chunkRoutes = [facts, chunk]
