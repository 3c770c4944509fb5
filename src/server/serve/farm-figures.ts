import type { Database } from '../../engine/database.ts'
import { censusOf } from '../../engine/records/render-records.ts'
import type { WorkerEvent } from '../../worker/worker-events.ts'
import type { FarmFacts } from '../api/metrics/farm-facts.ts'

/** What the worker of this process has done since it began, for metrics. */
export class FarmFigures {
  readonly #slots: number
  readonly #stages = new Map<string, { seconds: number; count: number }>()
  readonly #busy = new Set<string>()
  #chromiumFailures = 0
  #ffmpegFailures = 0
  #bytesDelivered = 0
  #encoder: string | null = null

  constructor(slots: number) {
    this.#slots = slots
  }

  readonly hear = (event: WorkerEvent): void => {
    if (event.type === 'unreachable' || event.type === 'warning') return
    const lease = `${event.lease.id} ${event.lease.attempt}`
    if (event.type === 'begun') this.#busy.add(lease)
    else this.#busy.delete(lease)
    if (event.type === 'done') this.#count(event)
    if (event.type !== 'failed') return
    const { code } = event.failure
    if (code.startsWith('CHROMIUM_')) this.#chromiumFailures++
    if (code === 'FFMPEG_FAILED') this.#ffmpegFailures++
  }

  async facts(database: Database): Promise<FarmFacts> {
    const { byState, waitingChunks } = await censusOf(database)
    return {
      rendersByState: byState,
      stages: Object.fromEntries(this.#stages),
      slots: { all: this.#slots, busy: this.#busy.size, waiting: waitingChunks },
      chromiumFailures: this.#chromiumFailures,
      ffmpegFailures: this.#ffmpegFailures,
      encoder: this.#encoder,
      bytesDelivered: this.#bytesDelivered,
    }
  }

  #count({ seconds, result }: Extract<WorkerEvent, { type: 'done' }>): void {
    const before = this.#stages.get(result.type) ?? { seconds: 0, count: 0 }
    this.#stages.set(result.type, { seconds: before.seconds + seconds, count: before.count + 1 })
    if (result.type === 'prepare') this.#encoder = result.encoder
    if (result.type === 'finish') this.#bytesDelivered += result.outputs.reduce((sum, { bytes }) => sum + bytes, 0)
  }
}
