import type { Chunk } from '../plan/plan-film.ts'
import type { ScenePlan } from '../plan/plan-scene.ts'
import { unlessCancelled } from '../shared/within.ts'
import { certain, chooseMethod, type ChosenMethod, type MethodNeeds, type SceneSource } from './choose-method.ts'

type Held = { chosen: Promise<ChosenMethod>; users: number }

/** What is done by a scene's method, and how it is undone where that was the wrong one. */
type ByMethod<T> = { readonly work: (method: ChosenMethod) => Promise<T>; readonly discard: (result: T) => Promise<void> }
type Needs = MethodNeeds & { readonly slots: number; readonly sourceOf: (scene: ScenePlan) => SceneSource }

/** The method of each scene, found once however many chunks it has. Layers are large, so they are held only while chunks need them. */
export class ChosenMethods {
  readonly #needs: Needs
  /** By scene, the one asked for last at the end. */
  readonly #held = new Map<number, Held>()
  readonly #running = new Set<Promise<unknown>>()
  readonly #chunksLeft: ReadonlyMap<number, Set<number>>

  /** @param chunks those that may be asked for; a scene whose chunks are all done is let go of */
  constructor(chunks: readonly Chunk[], needs: Needs) {
    this.#needs = needs
    const byScene = Map.groupBy(chunks, ({ scene }) => scene.index)
    this.#chunksLeft = new Map([...byScene].map(([scene, own]) => [scene, new Set(own.map(({ index }) => index))]))
  }

  /** Begins with a scene whose turn comes soon. What goes wrong with it is told when its turn has come. */
  begin(scene: ScenePlan): void {
    this.#hold(scene)
  }

  /**
   * Does the work of one chunk with its scene's method; once more where that turns out not to draw what the page shows.
   * @throws as chooseMethod, and what `work` throws; a scene that could not be looked into is looked into again the next time
   */
  async use<T>({ index, scene }: Chunk, signal: AbortSignal, by: ByMethod<T>): Promise<T> {
    const held = this.#hold(scene)
    held.users++
    try {
      const result = await this.#work(held, signal, by)
      const left = this.#chunksLeft.get(scene.index)
      left?.delete(index)
      if (left?.size === 0) this.#held.delete(scene.index)
      return result
    } finally {
      held.users--
    }
  }

  /** Until nothing that was begun is still under way. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#running)
  }

  async #work<T>(held: Held, signal: AbortSignal, { work, discard }: ByMethod<T>): Promise<T> {
    const chosen = await unlessCancelled(held.chosen, signal)
    const result = await work(chosen)
    const kept = await unlessCancelled(certain(chosen), signal).catch(async (error: unknown) => {
      await discard(result)
      throw error
    })
    if (kept === chosen) return result
    await discard(result)
    held.chosen = Promise.resolve(kept)
    return work(kept)
  }

  #hold(scene: ScenePlan): Held {
    const held = this.#held.get(scene.index) ?? this.#choose(scene)
    this.#held.delete(scene.index)
    this.#held.set(scene.index, held)
    this.#letGo(held)
    return held
  }

  #choose(scene: ScenePlan): Held {
    const chosen = chooseMethod(scene, this.#needs.sourceOf(scene), this.#needs)
    // What is found out about its layers is a part of looking into a scene.
    const certainly = chosen.then(certain)
    const held = { chosen, users: 0 }
    const forget = () => {
      if (this.#held.get(scene.index) === held) this.#held.delete(scene.index)
    }
    const ended: Promise<unknown> = certainly.catch(forget).finally(() => this.#running.delete(ended))
    this.#running.add(ended)
    return held
  }

  /** Where chunks of a scene are rendered elsewhere too, it is never done here: one for each slot and the next one are enough. */
  #letGo(latest: Held): void {
    for (const [scene, held] of this.#held) {
      if (this.#held.size <= this.#needs.slots + 1) return
      if (held.users === 0 && held !== latest) this.#held.delete(scene)
    }
  }
}
