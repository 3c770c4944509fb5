import { Gauge, type Registry } from 'prom-client'
import type { FarmHealth } from './farm-health.ts'

/** Metrics of what an operator is woken for. They are set when somebody asks for them. */
export class HealthMetrics {
  readonly #leases: Gauge
  readonly #webhooks: Gauge
  readonly #overdue: Gauge
  readonly #freeBytes: Gauge

  constructor(register: Registry) {
    const gauge = (name: string, help: string) => new Gauge({ name: `framefarm_${name}`, help, registers: [register] })
    this.#leases = gauge('leases', 'Pieces of work that workers hold')
    this.#webhooks = gauge('webhooks_waiting', 'Webhooks that are still to be sent, or to be sent again')
    this.#overdue = gauge('webhook_overdue_seconds', 'How long the most overdue webhook has been due')
    this.#freeBytes = gauge('data_free_bytes', 'Free space where the server keeps its data')
  }

  set({ leases, waitingWebhooks, overdueWebhookSeconds, freeBytes }: FarmHealth): void {
    this.#leases.set(leases)
    this.#webhooks.set(waitingWebhooks)
    this.#overdue.set(overdueWebhookSeconds)
    this.#freeBytes.set(freeBytes)
  }
}
