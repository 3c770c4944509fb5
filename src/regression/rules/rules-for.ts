import type { FramePick } from '../frame-pick.ts'
import type { FrameRules, RegionRules } from './frame-rules.ts'
import { usualTolerances, type PictureRules, type Tolerances } from './picture-rules.ts'

/** The rules for a frame: those of its scene stand above those of the film, those of a region above both. */
export function rulesFor(rules: FrameRules, { scene }: Pick<FramePick, 'scene'>): PictureRules {
  const own = rules.scenes.get(scene)
  const tolerances: Tolerances = { ...usualTolerances, ...rules.tolerances, ...own?.tolerances }
  const region = ({ name, box, tolerances: within }: RegionRules) => ({ name, box, tolerances: { ...tolerances, ...within } })
  return {
    tolerances,
    masks: [...rules.masks, ...(own?.masks ?? [])],
    regions: [...rules.regions, ...(own?.regions ?? [])].map(region),
  }
}
