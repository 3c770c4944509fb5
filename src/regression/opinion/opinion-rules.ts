import type { PictureRules } from '../rules/picture-rules.ts'

/**
 * Two engines draw no edge of a letter alike, and resample photographs each in its way. What is more than that (another font, another place,
 * another colour) is a difference.
 */
export const opinionRules: PictureRules = {
  tolerances: { threshold: 0.1, antialiased: 0.4, share: 0.005, ssim: 0.95, moved: 0.25, colour: 2 },
  masks: [],
  regions: [],
}
