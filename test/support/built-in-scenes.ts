import { copyFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { tempFolder } from './temp-folder.ts'

const samples = join(import.meta.dirname, '../../samples')

/** Made once for all tests of a file. Smooth: how they are resampled does not count then. */
const pictures = Promise.all([
  smoothPicture('brook.jpg', { width: 900, height: 600 }),
  smoothPicture('wine-portrait.jpg', { width: 600, height: 900 }),
  smoothPicture('fig.jpg', { width: 900, height: 600 }),
])

function smoothPicture(name: string, size: { readonly width: number; readonly height: number }): Promise<Buffer> {
  return sharp(join(samples, 'photos', name))
    .resize({ ...size, fit: 'cover' })
    .normalise()
    .blur(2)
    .png()
    .toBuffer()
}

/** A folder with what the scenes below name: photographs and a logo. */
export async function folderOfPictures(): Promise<string> {
  const folder = await tempFolder()
  const [wide, tall, other] = await pictures
  await Promise.all([
    writeFile(join(folder, 'wide.png'), wide),
    writeFile(join(folder, 'tall.png'), tall),
    writeFile(join(folder, 'other.png'), other),
    copyFile(join(samples, 'templates/logo.svg'), join(folder, 'logo.svg')),
  ])
  return folder
}

type BuiltIn = {
  /** A scene with as little as the template lets through. */
  readonly scene: { readonly template: string; readonly image?: string; readonly props: Readonly<Record<string, unknown>> }
  /** For every prop that is not in the scene, a value that must be seen; for every prop that is, another one. */
  readonly others: Readonly<Record<string, unknown>>
}

/** Every built-in template but ken-burns, which has tests of its own. */
export const builtIns: readonly BuiltIn[] = [
  {
    scene: { template: 'title-card', props: { title: 'The Picos in June' } },
    others: {
      title: 'Another title',
      eyebrow: 'A week on foot',
      subtitle: 'Seven valleys and one rucksack',
      align: 'start',
      background: '#204060',
      colour: '#80ff80',
      accent: '#ff2080',
    },
  },
  {
    scene: { template: 'lower-third', image: 'wide.png', props: { title: 'Aitzgorri' } },
    others: { title: 'Another place', subtitle: '1,528 metres', side: 'right', start: 1.5, end: 1.2, accent: '#20ff80' },
  },
  {
    scene: { template: 'quote', props: { quote: 'We walked until the path was only a memory.' } },
    others: {
      quote: 'Other words',
      author: 'Maite Etxeberria',
      role: 'Mountain guide',
      portrait: 'tall.png',
      background: '#204060',
      colour: '#80ff80',
      accent: '#ff2080',
    },
  },
  {
    scene: { template: 'split', props: { images: ['wide.png', 'tall.png'] } },
    others: {
      images: ['wide.png', 'tall.png', 'other.png'],
      labels: ['The brook', 'The bottle'],
      layout: 'rows',
      gap: 5,
      zoom: 0.4,
      background: '#ffffff',
    },
  },
  {
    scene: { template: 'blurred-fill', image: 'tall.png', props: { title: 'One bottle' } },
    others: { title: 'Another bottle', text: 'Carried all the way up', side: 'end', zoom: 0.2, shade: 0, accent: '#ff2080' },
  },
  {
    scene: { template: 'end-card', props: { title: 'See you on the path' } },
    others: {
      title: 'Another line',
      logo: 'logo.svg',
      text: 'Walks for people who arrive slowly',
      link: 'walks.example.com',
      small: 'Small print',
      background: '#204060',
      colour: '#80ff80',
      accent: '#ff2080',
    },
  },
]

/** The scene with all that its template can show. */
export function fullScene({ scene, others }: BuiltIn): BuiltIn['scene'] {
  const photographed = ['title-card', 'quote', 'end-card'].includes(scene.template) ? { image: 'wide.png' } : {}
  const { layout: _, start: __, side: ___, background: ____, ...shown } = others
  return { ...scene, ...photographed, props: { ...scene.props, ...shown } }
}
