import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { loadTemplate } from '../../src/templates/load-template.ts'
import type { SceneFont, StageData } from '../../src/templates/scene-site.ts'
import { sceneSite } from './scene-site.ts'
import type { Site } from '../../src/templates/site.ts'

/** A user's template, as text. */
export type OwnTemplate = {
  readonly style?: string
  readonly body?: string
  /** What runs when the scene is drawn; `props` are at hand, and `onSeek` of the runtime. */
  readonly script?: string
}

type Scene = {
  readonly folder: string
  readonly size: { readonly width: number; readonly height: number }
  readonly durationMs?: number
  readonly props?: Readonly<Record<string, unknown>>
  readonly fonts?: readonly SceneFont[]
  /** Files below /assets/, by name. */
  readonly assets?: ReadonlyMap<string, () => Promise<string>>
  /** What lies over it. */
  readonly stage?: Partial<StageData>
}

/** The site of a scene that is drawn by a template of its own. */
export async function ownTemplate({ style = '', body = '', script = '' }: OwnTemplate, scene: Scene): Promise<Site> {
  const { folder, size, durationMs = 1000, props = {}, fonts = [], assets = new Map(), stage = {} } = scene
  await mkdir(join(folder, 'users-own'), { recursive: true })
  const page = `<!doctype html><meta charset="utf-8"><style>body { margin: 0; overflow: hidden; background: #fff } ${style}</style>${body}
    <script type="module" src="page.js"></script>`
  await writeFile(join(folder, 'users-own/page.html'), page)
  await writeFile(
    join(folder, 'users-own/page.js'),
    `import { defineScene, onSeek } from '../runtime.js'\nawait defineScene(async ({ props }) => { ${script} })`,
  )
  return sceneSite(await loadTemplate('users-own', folder), { props, output: size, durationMs, fonts }, assets, stage)
}
