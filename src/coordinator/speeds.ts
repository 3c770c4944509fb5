import type { Session } from '../engine/database.ts'
import { allSpeeds, learnSpeed } from '../engine/records/speed-records.ts'

/** Before anything is measured: what a machine of two cores was seen to do. */
const defaults = { prepareSeconds: 4, framesPerSecond: 30, finishSecondsPerSecond: 0.05 } as const

/** What work costs on this farm, by measurement. */
export class Speeds {
  readonly #known: Map<string, number>

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

  async learnPrepare(session: Session, seconds: number): Promise<void> {
    await this.#learn(session, 'prepare', seconds)
  }

  async learnChunk(session: Session, method: string, framesPerSecond: number): Promise<void> {
    await this.#learn(session, 'frames.auto', framesPerSecond)
    await this.#learn(session, `frames.${method}`, framesPerSecond)
  }

  async learnFinish(session: Session, durationSeconds: number, seconds: number): Promise<void> {
    if (durationSeconds > 0) await this.#learn(session, 'finish', Math.max(0, seconds - 1) / durationSeconds)
  }

  async #learn(session: Session, name: string, value: number): Promise<void> {
    this.#known.set(name, await learnSpeed(session, name, value))
  }
}
