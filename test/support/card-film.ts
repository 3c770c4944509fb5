import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const page = `<!doctype html>
<html lang="en">
  <meta charset="utf-8" />
  <title>card</title>
  <link rel="stylesheet" href="page.css" />
  <main class="card" data-layer></main>
  <script type="module" src="page.js"></script>
</html>
`
const script = `import { defineScene } from '../runtime.js'

await defineScene(({ props }) => {
  document.body.style.background = props.ground
})
`
const manifest = {
  name: 'card',
  description: 'A card that slides on a plain ground.',
  props: { type: 'object', properties: { ground: { type: 'string', format: 'colour', default: '#1d3b3a' } } },
}

/** How the card looks; another `top` moves it. */
export function cardStyle({ top = 30 }: { top?: number } = {}): string {
  return `body { margin: 0 }
.card { position: absolute; left: 40px; top: ${top}px; width: 90px; height: 60px; border-radius: 12px; background: #f4ead8; animation: slide 1s linear both paused }
@keyframes slide { from { transform: translateX(0) } to { transform: translateX(100px) } }
`
}

/**
 * Writes a film of two short scenes, drawn by a template of its own, into a folder.
 * @returns the path of the film's JSON, and of the style of its template
 */
export async function writeCardFilm(folder: string, name = 'film'): Promise<{ readonly film: string; readonly style: string }> {
  const template = join(folder, 'templates/card')
  await mkdir(template, { recursive: true })
  const film = {
    version: 1,
    output: { width: 320, height: 180, fps: 30 },
    scenes: [
      { template: './templates/card', duration: 0.5 },
      { template: './templates/card', duration: 0.5, props: { ground: '#402030' }, transition: { type: 'crossfade', duration: 0.2 } },
    ],
  }
  const paths = { film: join(folder, `${name}.json`), style: join(template, 'page.css') }
  await Promise.all([
    writeFile(paths.film, JSON.stringify(film)),
    writeFile(join(template, 'page.html'), page),
    writeFile(join(template, 'page.js'), script),
    writeFile(paths.style, cardStyle()),
    writeFile(join(template, 'template.json'), JSON.stringify(manifest)),
  ])
  return paths
}
