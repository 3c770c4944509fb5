import { ImageStore } from '../../src/assets/image-store.ts'
import { gatherFilm } from '../../src/farm/gather-film.ts'
import { siteOfScene } from '../../src/farm/site-of-scene.ts'
import { parseFilm } from '../../src/film/parse-film.ts'
import { planFilm, type FilmPlan } from '../../src/plan/plan-film.ts'
import { dataFolderAt } from '../../src/storage/data-folder.ts'
import type { Site } from '../../src/templates/site.ts'
import { noSignal } from './capture.ts'

/** A film as it is planned, and the site of each of its scenes. Its files lie in `folder`. */
export async function filmSites(film: object, folder: string): Promise<{ plan: FilmPlan; sites: readonly Site[] }> {
  const parsed = parseFilm({ version: 1, ...film }, folder)
  const { film: completed, assets, templates } = await gatherFilm(parsed, { folder, decodeImages: false }, noSignal)
  const plan = planFilm(completed, assets, { templates: {}, renderer: null })
  const images = new ImageStore(dataFolderAt(folder), folder)
  return { plan, sites: plan.scenes.map((scene) => siteOfScene(scene, templates, (order) => images.prepare(order))) }
}
