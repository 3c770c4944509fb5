import { loadTemplate } from '../../src/templates/load-template.ts'
import type { Site } from '../../src/templates/site.ts'
import { ownTemplate } from './own-template.ts'
import { sceneSite } from './scene-site.ts'
import { tempFolder } from './temp-folder.ts'

const size = { width: 320, height: 180 }

/** What a browser keeps the raster of, invisible at first: where it begins to be seen, it is somewhere else in each frame. */
async function fadingText(from: string, to: string): Promise<Site> {
  const style = `.word { position: absolute; left: 40.3px; top: 40.6px; font: 36px serif; transform-origin: 0 0; animation: move 1s both; will-change: transform }
    @keyframes move { from { opacity: 0; transform: ${from} } 10% { opacity: 0 } to { transform: ${to} } }`
  return ownTemplate({ style, body: '<div class="word">Words</div>' }, { folder: await tempFolder(), size, durationMs: 1000 })
}

/** Scenes of 320x180 in which a frame looked otherwise after others than alone. */
export const rasterScenes: readonly (readonly [name: string, site: () => Promise<Site>])[] = [
  [
    'of a built-in title',
    async () => {
      const props = { title: 'A title', subtitle: 'And a line below it', background: '#14161b', accent: '#e2a65c', align: 'centre' }
      return sceneSite(await loadTemplate('title-card'), { props, output: size, durationMs: 4000 }, new Map())
    },
  ],
  ['of words that become smaller', () => fadingText('scale(2)', 'scale(0.9) translate(-3px, 5.5px)')],
  ['of words that grow from little', () => fadingText('scale(0.2)', 'scale(1.4)')],
]
