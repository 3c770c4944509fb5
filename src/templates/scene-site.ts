import { readFile } from 'node:fs/promises'
import type { Template } from './load-template.ts'
import type { StageCaptions } from './stage-captions.ts'
import { contentTypeOf, type Site, type SiteFile } from './site.ts'

/** One font for a page's text. `weight` is as in CSS: `400`, or `100 900` for a variable font. */
export type SceneFont = {
  readonly family: string
  readonly weight: string
  readonly style: 'normal' | 'italic'
  /** The address of its file, relative to the page; null for an installed font, which the page has already. */
  readonly path: string | null
  /** SHA-256 of its file: another font makes another frame. */
  readonly hash: string
}

/** What a template's page reads from scene.json; the runtime has the same type in JSDoc. */
export type SceneData = {
  readonly props: Readonly<Record<string, unknown>>
  readonly output: { readonly width: number; readonly height: number }
  readonly durationMs: number
  /** Loaded before the page draws. */
  readonly fonts?: readonly SceneFont[]
}

/** A template with what its page is told: one of the pages that a stage shows. */
type Act = { readonly template: Template; readonly data: SceneData }

/** `through`: the colour that the picture goes out to, for the types that do. */
export type StageTransition = {
  readonly type: string
  readonly direction: string
  readonly easing: string
  readonly through: string
  readonly durationMs: number
}

/** `path` as the stage's page sees it; `box` in frame pixels. */
export type StageWatermark = {
  readonly path: string
  readonly box: { readonly left: number; readonly top: number; readonly width: number; readonly height: number }
  readonly opacity: number
}

/** What the stage of a scene is told: all of its picture that is not its template's own. */
export type StageData = {
  readonly output: { readonly width: number; readonly height: number }
  /** Of the scene's slot; its template may be told a longer one, because it moves on under the next transition. */
  readonly durationMs: number
  /** #rrggbb */
  readonly background: string
  readonly transition: StageTransition | null
  readonly watermark: StageWatermark | null
  readonly captions: StageCaptions | null
  /** Loaded before the stage draws. */
  readonly fonts?: readonly SceneFont[]
}

/** The scene before, while the transition from it lasts; it is at `offsetMs` when this scene begins. */
type OutgoingAct = Act & { readonly offsetMs: number }

export type StagedScene = { readonly stage: StageData; readonly outgoing: OutgoingAct | null; readonly incoming: Act }

/** The address of a prepared file as a template's page and the stage's see it: relative, so that the site may lie below any address. */
export function assetPath(fileName: string): string {
  return `../assets/${fileName}`
}

/**
 * The site of one scene: a stage that shows its template's page, beside that of the scene before while there is a transition,
 * with captions and the like above. Each of the pages has a folder with its files, the runtime and its values.
 * @param assets file name -> the file's local path, asked for when a page asks
 */
export function stageSite(template: Template, { stage, outgoing, incoming }: StagedScene, assets: ReadonlyMap<string, () => Promise<string>>): Site {
  const acts = [
    ...(outgoing ? [{ name: 'outgoing', offsetMs: outgoing.offsetMs, endMs: stage.transition?.durationMs ?? 0 }] : []),
    { name: 'incoming', offsetMs: 0, endMs: null },
  ]
  const files = new Map<string, SiteFile>([
    ...pageFiles('', 'stage', template, { ...stage, acts }),
    ...(outgoing ? pageFiles('/outgoing', 'template', outgoing.template, outgoing.data) : []),
    ...pageFiles('/incoming', 'template', incoming.template, incoming.data),
  ])
  for (const [name, localPath] of assets) {
    const file: SiteFile = { contentType: contentTypeOf(name), read: async () => readFile(await localPath()) }
    for (const folder of ['', '/incoming', ...(outgoing ? ['/outgoing'] : [])]) files.set(`${folder}/assets/${name}`, file)
  }
  return { entry: '/stage/page.html', files }
}

/** A page's folder: its own files in a folder below, the runtime and its values beside that. */
function pageFiles(root: string, folder: string, template: Template, data: SceneData | object): readonly [string, SiteFile][] {
  const inMemory = (path: string, bytes: Buffer): [string, SiteFile] => [
    `${root}/${path}`,
    { contentType: contentTypeOf(path), read: async () => bytes },
  ]
  return [
    ...[...template.files].map(([path, bytes]) => inMemory(`${folder}/${path}`, bytes)),
    ...[...template.runtime].map(([path, bytes]) => inMemory(path, bytes)),
    inMemory('scene.json', Buffer.from(JSON.stringify(data))),
  ]
}
