import { fileNameOf } from '../../src/assets/image-order.ts'
import { ImageStore } from '../../src/assets/image-store.ts'
import { gatherFilm } from '../../src/farm/gather-film.ts'
import { parseFilm } from '../../src/film/parse-film.ts'
import { planFilm } from '../../src/plan/plan-film.ts'
import { dataFolderAt } from '../../src/storage/data-folder.ts'
import { sceneSite } from '../../src/templates/scene-site.ts'
import type { Site } from '../../src/templates/site.ts'
import { noSignal } from './capture.ts'

type Size = { readonly width: number; readonly height: number }

/** The site of a film's only scene, made as for a render. Relative paths of the scene start from `folder`; prepared files go there. */
export async function templateScene(scene: Readonly<Record<string, unknown>>, { folder, size }: { folder: string; size: Size }): Promise<Site> {
  const film = parseFilm({ version: 1, output: size, scenes: [{ duration: 2, ...scene }] }, folder)
  const { film: completed, assets, templates } = await gatherFilm(film, { folder, decodeImages: false }, noSignal)
  const [planned] = planFilm(completed, assets, { templates: {}, renderer: null }).scenes
  const template = planned && templates.get(planned.template)
  if (!template) throw new Error('the film has no scene')
  const images = new ImageStore(dataFolderAt(folder), folder)
  return sceneSite(template, planned.data, new Map(planned.images.map((order) => [fileNameOf(order), () => images.prepare(order)])))
}
