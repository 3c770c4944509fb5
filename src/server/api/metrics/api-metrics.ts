import type { RequestHandler } from 'express'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { RenderFarm } from '../../../api/render-farm.ts'
import type { StreamPlaces } from '../events/stream-places.ts'
import type { Route } from '../route.ts'
import type { FarmFacts } from './farm-facts.ts'
import type { FarmHealth } from './farm-health.ts'
import { FarmMetrics } from './farm-metrics.ts'
import { HealthMetrics } from './health-metrics.ts'

type Sources = {
  readonly farm: Pick<RenderFarm, 'load'>
  readonly places: StreamPlaces
  /** null where the farm does not count these. */
  readonly farmFacts: (() => Promise<FarmFacts>) | null
  readonly farmHealth: (() => Promise<FarmHealth>) | null
}

/** Metrics of one server, in the text format of Prometheus. */
export class ApiMetrics {
  readonly #register = new Registry()
  readonly #sources: Sources
  readonly #farm = new FarmMetrics(this.#register)
  readonly #health = new HealthMetrics(this.#register)
  readonly #seconds = new Histogram({
    name: 'framefarm_http_request_seconds',
    help: 'How long requests took, by route; event streams last as long as they are followed',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10, 60],
    registers: [this.#register],
  })
  readonly #sent = new Counter({ name: 'framefarm_http_sent_bytes_total', help: 'Bytes of answers', registers: [this.#register] })
  readonly #streams = new Gauge({ name: 'framefarm_event_streams', help: 'Event streams that are open', registers: [this.#register] })

  constructor(sources: Sources) {
    this.#sources = sources
    collectDefaultMetrics({ register: this.#register })
  }

  /** Measures every request. */
  readonly watch: RequestHandler = (request, response, next) => {
    const startedMs = performance.now()
    const { socket } = request
    const writtenBefore = socket.bytesWritten
    response.once('close', () => {
      const route = (response.locals['route'] as Route | undefined)?.path ?? 'none'
      // Methods are the client's to choose; what is no route must not make new series.
      const method = route === 'none' ? 'none' : request.method
      this.#seconds.observe({ method, route, status: response.statusCode }, (performance.now() - startedMs) / 1000)
      this.#sent.inc(Math.max(0, socket.bytesWritten - writtenBefore))
    })
    next()
  }

  async text(): Promise<{ readonly text: string; readonly type: string }> {
    const { farm, farmFacts, farmHealth, places } = this.#sources
    const [load, facts, health] = await Promise.all([farm.load(), farmFacts?.() ?? null, farmHealth?.() ?? null])
    this.#farm.set(load, facts)
    if (health) this.#health.set(health)
    this.#streams.set(places.taken)
    return { text: await this.#register.metrics(), type: this.#register.contentType }
  }
}
