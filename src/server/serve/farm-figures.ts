import type { WorkEvent } from '../../coordinator/work-event.ts'
import type { Database } from '../../engine/database.ts'
import { censusOf } from '../../engine/records/render-records.ts'
import type { FarmFacts } from '../api/metrics/farm-facts.ts'

/** What the workers of this server have done since it began, for metrics. */
export class FarmFigures {
  readonly #stages = new Map<string, { seconds: number; count: number }>()
  #chromiumFailures = 0
  #ffmpegFailures = 0
  #bytesFetched = 0
  #bytesDelivered = 0
  #encoder: string | null = null

  readonly hear = ({ end, seconds }: WorkEvent): void => {
    if (end.type === 'done') {
      const { result } = end
      const before = this.#stages.get(result.type) ?? { seconds: 0, count: 0 }
      this.#stages.set(result.type, { seconds: before.seconds + seconds, count: before.count + 1 })
      if (result.type === 'prepare') {
        this.#encoder = result.encoder
        this.#bytesFetched += result.fetchedBytes
      }
      if (result.type === 'finish') this.#bytesDelivered += result.outputs.reduce((sum, { bytes }) => sum + bytes, 0)
    }
    if (end.type !== 'failed') return
    const { code } = end.failure
    if (code.startsWith('CHROMIUM_')) this.#chromiumFailures++
    if (code === 'FFMPEG_FAILED') this.#ffmpegFailures++
  }

  /** @param slots of all known workers */
  async facts(database: Database, slots: number): Promise<FarmFacts> {
    const { byState, waitingChunks, held } = await censusOf(database)
    return {
      rendersByState: byState,
      stages: Object.fromEntries(this.#stages),
      slots: { all: slots, busy: held, waiting: waitingChunks },
      chromiumFailures: this.#chromiumFailures,
      ffmpegFailures: this.#ffmpegFailures,
      encoder: this.#encoder,
      bytesFetched: this.#bytesFetched,
      bytesDelivered: this.#bytesDelivered,
    }
  }
}
