import type { PickWishes } from './pick-wishes.ts'

/** Whether nothing is wished: every baseline is then looked at. */
export function isUsual({ at, scenes }: PickWishes): boolean {
  return at.length === 0 && scenes.length === 0
}
