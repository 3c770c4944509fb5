import { join } from 'node:path'
import { noFonts } from '../../src/assets/gather-fonts.ts'
import { ImageStore } from '../../src/assets/image-store.ts'
import { probeImage } from '../../src/assets/probe-image.ts'
import { siteOfScene } from '../../src/farm/site-of-scene.ts'
import { parseFilm } from '../../src/film/parse-film.ts'
import { planFilm } from '../../src/plan/plan-film.ts'
import type { ScenePlan } from '../../src/plan/plan-scene.ts'
import { dataFolderAt } from '../../src/storage/data-folder.ts'
import { loadTemplate, stageName } from '../../src/templates/load-template.ts'
import type { Site } from '../../src/templates/site.ts'

type Wish = {
  readonly size: { readonly width: number; readonly height: number }
  readonly seconds?: number
  /** What the film says of the scene beside its image. */
  readonly scene?: Readonly<Record<string, unknown>>
  readonly background?: string
}

/** A film of one photograph, planned as for a render, and the site of its scene. The folder must be there. */
export async function photoScene(
  folder: string,
  photo: string,
  { size, seconds = 1, scene = {}, background = '#000000' }: Wish,
): Promise<{ scene: ScenePlan; site: Site; images: ImageStore }> {
  const path = join(folder, photo)
  const film = parseFilm({ version: 1, output: size, background, scenes: [{ image: path, duration: seconds, ...scene }] }, folder)
  const image = await probeImage(path, photo, { decode: false, attention: film.scenes[0]?.focus === 'auto' })
  const assets = { images: [image], voiceovers: [null], music: null, watermark: null, captions: null, fonts: noFonts }
  const [planned] = planFilm(film, assets, { templates: {}, renderer: null }).scenes
  if (!planned) throw new Error('the film has no scene')
  const images = new ImageStore(dataFolderAt(folder), folder)
  const templates = await Promise.all(['ken-burns', stageName].map(async (name) => [name, await loadTemplate(name)] as const))
  const site = siteOfScene(planned, new Map(templates), (order) => images.prepare(order))
  return { scene: planned, site, images }
}
