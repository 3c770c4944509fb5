import { readdir, readFile } from 'node:fs/promises'
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
  readonly language?: string
  readonly durationS?: number
  readonly background?: string
  /** Further rules of the page. */
  readonly rules?: string
}

const stage = join(import.meta.dirname, '../../src/templates/stage')

/** What the stage would be told of a scene's captions, planned as in any film. */
function stageCaptions(size: Size, { captions, style = {}, language = 'und', durationS = 2 }: CaptionWish): StageCaptions {
  const wish = { scenes: [{ image: 'a.jpg', duration: durationS, captions }], output: size, captions: { style, language } }
  const { film, assets } = filmWithAssets(wish)
  const planned = planFilm(film, assets, { templates: {}, renderer: null }).scenes[0]?.captions.stage
  if (!planned) throw new Error('the film has no captions')
  return planned
}

/** A page of captions alone, over one colour, drawn by the stage's own modules. */
export async function captionSite(folder: string, size: Size, wish: CaptionWish): Promise<Site> {
  const captions = stageCaptions(size, wish)
  const script = `const { drawCaptions } = await import('../stage/captions.js'); drawCaptions(props.captions)`
  const page = { style: `html { background: ${wish.background ?? '#203040'} } body { background: none } ${wish.rules ?? ''}`, script }
  const site = await ownTemplate(page, { folder, size, durationMs: (wish.durationS ?? 2) * 1000, props: { captions } })
  const names = (await readdir(stage)).filter((name) => name.endsWith('.js'))
  const modules = names.map((name) => [`/stage/${name}`, { contentType: 'text/javascript', read: () => readFile(join(stage, name)) }] as const)
  return { ...site, files: new Map([...site.files, ...modules]) }
}
