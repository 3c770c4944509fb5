import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { planFilm } from '../../src/plan/plan-film.ts'
import type { StageCaptions } from '../../src/templates/stage-captions.ts'
import type { Site } from '../../src/templates/site.ts'
import { filmWithAssets } from './film-with-assets.ts'
import { ownTemplate } from './own-template.ts'

type Size = { readonly width: number; readonly height: number }
type CaptionWish = {
  readonly captions: unknown
  readonly style?: Readonly<Record<string, unknown>>
  /** What the scene changes of it. */
  readonly sceneStyle?: Readonly<Record<string, unknown>>
  readonly language?: string
  readonly durationS?: number
  readonly background?: string
  /** Further rules of the stage's page. */
  readonly rules?: string
}

/** What the stage is told of a scene's captions, planned as in any film. */
function stageCaptions(size: Size, { captions, style = {}, sceneStyle = {}, language = 'und', durationS = 2 }: CaptionWish): StageCaptions {
  const wish = { scenes: [{ image: 'a.jpg', duration: durationS, captions, captionStyle: sceneStyle }], output: size, captions: { style, language } }
  const { film, assets } = filmWithAssets(wish)
  const planned = planFilm(film, assets, { templates: {}, renderer: null }).scenes[0]?.stage.captions
  if (!planned) throw new Error('the film has no captions')
  return planned
}

/** A scene of captions alone, over one colour. */
export async function captionSite(folder: string, size: Size, wish: CaptionWish): Promise<Site> {
  const stage = { captions: stageCaptions(size, wish) }
  const style = `html { background: ${wish.background ?? '#203040'} } body { background: none !important }`
  // A layer of its own, as every page needs that is drawn by layers.
  const body = '<div data-layer style="position: absolute; width: 1px; height: 1px; will-change: transform"></div>'
  const site = await ownTemplate({ style, body }, { folder, size, durationMs: (wish.durationS ?? 2) * 1000, stage })
  const sheet = await readFile(join(import.meta.dirname, '../../src/templates/stage/page.css'), 'utf8')
  const read = async () => Buffer.from(`${sheet} ${wish.rules ?? ''}`)
  return { ...site, files: new Map([...site.files, ['/stage/page.css', { contentType: 'text/css', read }]]) }
}
