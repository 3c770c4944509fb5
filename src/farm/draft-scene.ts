import type { ScenePlan } from '../plan/plan-scene.ts'
import { crossfadeScene } from './crossfade-scene.ts'
import type { DraftNeeds, DraftScene } from './draft-still.ts'
import type { DraftMethod, MethodChoice } from './methods.ts'
import { zoompanScene } from './zoompan-scene.ts'

type Draft = { readonly reason: string; readonly make: (scene: ScenePlan, needs: DraftNeeds) => Promise<DraftScene> }

const drafts: Readonly<Record<DraftMethod, Draft>> = {
  zoompan: { reason: 'draft quality: moves by whole pixels of the photograph, so it jitters', make: zoompanScene },
  crossfade: { reason: 'draft quality: fades between three stills of the move', make: crossfadeScene },
}

export function draftChoice(method: DraftMethod): MethodChoice {
  return { method, reason: drafts[method].reason }
}

/** Makes the stills of a scene, once for all its chunks. @throws ASSET_INVALID, DISK_FULL, TEMPLATE_FAILED */
export async function draftScene(scene: ScenePlan, method: DraftMethod, needs: DraftNeeds): Promise<DraftScene> {
  return drafts[method].make(scene, needs)
}
