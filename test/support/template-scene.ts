import type { Site } from '../../src/templates/site.ts'
import { filmSites } from './film-sites.ts'

type Size = { readonly width: number; readonly height: number }

/** The site of a film's only scene, made as for a render. Relative paths of the scene start from `folder`; prepared files go there. */
export async function templateScene(scene: Readonly<Record<string, unknown>>, { folder, size }: { folder: string; size: Size }): Promise<Site> {
  const { sites } = await filmSites({ output: size, scenes: [{ duration: 2, ...scene }] }, folder)
  if (!sites[0]) throw new Error('the film has no scene')
  return sites[0]
}
