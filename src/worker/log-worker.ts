import type { Logger } from 'pino'
import { messageOf } from '../shared/errors.ts'
import type { WorkerListener } from './worker-events.ts'

/** What a worker does, as lines of a log, each with the id of its render. */
export function logWorker(log: Logger): WorkerListener {
  return (event) => {
    if (event.type === 'unreachable') {
      log.warn({ reason: messageOf(event.error) }, 'the coordinator did not answer; it is asked again')
      return
    }
    if (event.type === 'warning') {
      log.warn({ renderId: event.renderId }, event.message)
      return
    }
    if (event.type === 'resting') {
      const { fault, seconds } = event
      log.error({ ...fault, seconds }, 'this machine cannot work: its work is left to others, and it asks for more when this may be over')
      return
    }
    if (event.type === 'recovered') {
      log.info('this machine works again')
      return
    }
    const { id, attempt, renderId, task } = event.lease
    const about = { renderId, lease: id, attempt, task: task.type, ...(task.type === 'chunk' ? { output: task.output, chunk: task.chunk } : {}) }
    if (event.type === 'failed') log.error({ ...about, code: event.failure.code, err: event.error }, 'work failed')
    else if (event.type === 'done') log.info({ ...about, seconds: event.seconds }, 'work done')
    else log.debug(about, `work ${event.type}`)
  }
}
