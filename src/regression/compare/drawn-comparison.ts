import type { Picture } from '../picture/picture.ts'
import type { PictureRules } from '../rules/picture-rules.ts'
import { comparePictures, type PictureComparison } from './compare-pictures.ts'

export type ComparisonOrder = { readonly baseline: Picture; readonly actual: Picture; readonly rules: PictureRules }

/** What comparePictures gives, with the picture of the difference drawn. */
export type DrawnComparison = Omit<PictureComparison, 'differencePicture'> & { readonly difference: Picture }

/** @throws as comparePictures */
export function drawnComparison({ baseline, actual, rules }: ComparisonOrder): DrawnComparison {
  const { differencePicture, ...comparison } = comparePictures(baseline, actual, rules)
  return { ...comparison, difference: differencePicture() }
}
