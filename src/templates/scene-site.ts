import { readFile } from 'node:fs/promises'
import type { Template } from './load-template.ts'
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

/** The address of a prepared file as the template's page sees it: relative, so that the site may lie below any address. */
export function assetPath(fileName: string): string {
  return `../assets/${fileName}`
}

/**
 * The site of one scene: the template's own files, the runtime, the scene's values, and its assets.
 * @param assets file name -> the file's local path, asked for when the page asks
 */
export function sceneSite(template: Template, scene: SceneData, assets: ReadonlyMap<string, () => Promise<string>>): Site {
  const inMemory = (path: string, bytes: Buffer): [string, SiteFile] => [path, { contentType: contentTypeOf(path), read: async () => bytes }]
  const files = new Map<string, SiteFile>([
    ...[...template.files].map(([path, bytes]) => inMemory(`/template/${path}`, bytes)),
    ...[...template.runtime].map(([path, bytes]) => inMemory(`/${path}`, bytes)),
    inMemory('/scene.json', Buffer.from(JSON.stringify(scene))),
  ])
  for (const [name, localPath] of assets) {
    files.set(`/assets/${name}`, { contentType: contentTypeOf(name), read: async () => readFile(await localPath()) })
  }
  return { entry: '/template/page.html', files }
}
