import { fontFileName } from '../assets/font-face.ts'
import { fileNameOf, type ImageOrder } from '../assets/image-order.ts'
import { fontsOf, imagesOf, type ScenePlan } from '../plan/plan-scene.ts'
import { stageName, type Template } from '../templates/load-template.ts'
import { stageSite } from '../templates/scene-site.ts'
import type { Site } from '../templates/site.ts'

/**
 * The site of one scene, for the renderer and for the preview.
 * @param prepared the path of an image that it shows, asked for when a page asks
 */
export function siteOfScene(scene: ScenePlan, templates: ReadonlyMap<string, Template>, prepared: (order: ImageOrder) => Promise<string>): Site {
  const { stage, outgoing, data } = scene
  const staged = {
    stage,
    outgoing: outgoing ? { template: templateOf(outgoing.template, templates), data: outgoing.data, offsetMs: outgoing.offsetMs } : null,
    incoming: { template: templateOf(scene.template, templates), data },
  }
  const images = imagesOf(scene).map((order) => [fileNameOf(order), () => prepared(order)] as const)
  const fonts = fontsOf(scene).flatMap((face) => {
    const { path } = face
    return path === null ? [] : [[fontFileName(face, path), () => Promise.resolve(path)] as const]
  })
  return stageSite(templateOf(stageName, templates), staged, new Map([...images, ...fonts]))
}

export function templateOf(name: string, templates: ReadonlyMap<string, Template>): Template {
  const template = templates.get(name)
  if (!template) throw new Error(`unreachable: template ${name} has not been loaded`)
  return template
}
