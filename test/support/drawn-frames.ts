import type { Site } from '../../src/templates/site.ts'
import { decodePng } from '../../src/regression/picture/decode-picture.ts'
import type { Picture } from '../../src/regression/picture/picture.ts'
import { noSignal } from './capture.ts'
import { sharedPage } from './shared-page.ts'

type Size = { readonly width: number; readonly height: number }

/** To be called outside of tests. @returns what draws frames of a site, at 30 a second, in one Chromium for the whole file */
export function frameDrawer(): (site: Site, size: Size, frames: readonly number[]) => Promise<readonly Picture[]> {
  const open = sharedPage()
  return async (site, size, frames) => {
    const page = await open(site, size)
    const pictures: Picture[] = []
    for (const frame of frames) pictures.push(await decodePng(await page.frameAt((frame * 1000) / 30, noSignal)))
    return pictures
  }
}
