import type { Chunk } from '../plan/plan-film.ts'
import type { ScenePlan } from '../plan/plan-scene.ts'
import { chooseMethod, type ChosenMethod, type MethodNeeds, type SceneSource } from './choose-method.ts'

/** The method of each scene, found once however many chunks it has. Layers are large, so they are held only while chunks need them. */
export class ChosenMethods {
  readonly #needs: MethodNeeds
  readonly #sourceOf: (scene: ScenePlan) => SceneSource
  readonly #chosen = new Map<number, Promise<ChosenMethod>>()
  readonly #chunksLeft = new Map<number, number>()

  constructor(chunks: readonly Chunk[], sourceOf: (scene: ScenePlan) => SceneSource, needs: MethodNeeds) {
    this.#needs = needs
    this.#sourceOf = sourceOf
    for (const { scene } of chunks) this.#chunksLeft.set(scene.index, this.#left(scene) + 1)
  }

  /** @throws as chooseMethod; a scene that could not be looked into is looked into again the next time */
  of(scene: ScenePlan): Promise<ChosenMethod> {
    const known = this.#chosen.get(scene.index)
    if (known) return known
    const chosen = chooseMethod(scene, this.#sourceOf(scene), this.#needs)
    this.#chosen.set(scene.index, chosen)
    chosen.catch(() => this.#chosen.delete(scene.index))
    return chosen
  }

  /** One chunk of the scene is done. */
  release(scene: ScenePlan): void {
    this.#chunksLeft.set(scene.index, this.#left(scene) - 1)
    if (this.#left(scene) === 0) this.#chosen.delete(scene.index)
  }

  #left({ index }: ScenePlan): number {
    return this.#chunksLeft.get(index) ?? 0
  }
}
