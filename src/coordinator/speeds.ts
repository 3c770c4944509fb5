import type { Session } from '../engine/database.ts'
import { allSpeeds, learnSpeed } from '../engine/records/speed-records.ts'

/** Before anything is measured: what a machine of two cores was seen to do. */
const defaults = { prepareSeconds: 4, framesPerSecond: 30, finishSecondsPerSecond: 0.05 } as const

/** What work costs on this farm, by measurement. */
export class Speeds {
  readonly #known: Map<string, number>
  /** Measured since they were last written down. */
  readonly #measured = new Map<string, number[]>()

  private constructor(known: ReadonlyMap<string, number>) {
    this.#known = new Map(known)
  }

  static async load(session: Session): Promise<Speeds> {
    return new Speeds(await allSpeeds(session))
  }

  /** Of one slot. `auto` where it is not known how frames will be made. */
  framesPerSecond(method: string): number {
    return this.#known.get(`frames.${method}`) ?? this.#known.get('frames.auto') ?? defaults.framesPerSecond
  }

  /** null before the first chunk. */
  get measuredFramesPerSecond(): number | null {
    return this.#known.get('frames.auto') ?? null
  }

  get prepareSeconds(): number {
    return this.#known.get('prepare') ?? defaults.prepareSeconds
  }

  finishSeconds(durationSeconds: number): number {
    return 1 + durationSeconds * (this.#known.get('finish') ?? defaults.finishSecondsPerSecond)
  }

  learnPrepare(seconds: number): void {
    this.#learn('prepare', seconds)
  }

  learnChunk(method: string, framesPerSecond: number): void {
    this.#learn('frames.auto', framesPerSecond)
    this.#learn(`frames.${method}`, framesPerSecond)
  }

  learnFinish(durationSeconds: number, seconds: number): void {
    if (durationSeconds > 0) this.#learn('finish', Math.max(0, seconds - 1) / durationSeconds)
  }

  /** Writes down what was measured. Every piece of work measures the same few things: in its own transaction all would wait for each other. */
  async save(session: Session): Promise<void> {
    const measured = [...this.#measured]
    this.#measured.clear()
    for (const [name, values] of measured) {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length
      this.#known.set(name, await learnSpeed(session, name, { mean, count: values.length }))
    }
  }

  #learn(name: string, value: number): void {
    this.#measured.set(name, [...(this.#measured.get(name) ?? []), value])
  }
}
