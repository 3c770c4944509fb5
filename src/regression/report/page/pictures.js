/** @import { PagePicture } from '../page-data.ts' */

/**
 * @typedef {{ image: HTMLImageElement, title: string, width: number, height: number, isWhole: boolean }} LoadedPicture
 * `width`, `height`: of the original, which a preview is drawn as large as
 */

/** Decoded pictures of 1080p take 8 MB each. */
const mostKept = 12

/** @type {Map<string, Promise<HTMLImageElement>>} */
const kept = new Map()

/**
 * A picture of this page, decoded; null where there is none, or it cannot be read.
 * @param {PagePicture | null} picture
 * @returns {Promise<LoadedPicture | null>}
 */
export async function loadPicture(picture) {
  if (!picture) return null
  const { source, title, width, height, isWhole } = picture
  const loading = kept.get(source) ?? decode(source)
  kept.delete(source)
  kept.set(source, loading)
  for (const oldest of kept.keys()) {
    if (kept.size <= mostKept) break
    kept.delete(oldest)
  }
  const image = await loading.catch(() => null)
  return image && { image, title, width, height, isWhole }
}

/** @param {string} source */
async function decode(source) {
  const holder = document.getElementById(source)
  const image = new Image()
  image.src = holder instanceof HTMLImageElement ? holder.src : (holder?.textContent ?? '')
  await image.decode()
  return image
}
