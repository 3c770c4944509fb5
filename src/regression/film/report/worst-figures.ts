import sharp from 'sharp'
import { markup, type Markup } from '../../../shared/markup.ts'
import type { FilmCheck, MeasuredFrame, WorstFrame } from '../film-check.ts'
import { differenceGain } from '../picture/take-worst-frames.ts'

/** The pictures in the folder are whole; in the page they are small enough for a dozen and a half of them. */
const embedded = { width: 800, quality: 86 }

/** The worst frames, each as it should be, as it is, and how the two differ. */
export async function worstFigures({ worst }: FilmCheck): Promise<Markup | null> {
  if (worst.length === 0) return null
  const figures: Markup[] = []
  for (const frame of worst) figures.push(await frameFigures(frame))
  return markup`<section aria-labelledby="worst"><h2 id="worst">Worst frames</h2>
${figures}</section>`
}

async function frameFigures({ measured, baseline, actual, difference }: WorstFrame): Promise<Markup> {
  const pictures = [
    { title: 'Baseline', path: baseline },
    { title: 'Film', path: actual },
    { title: `Difference, ${differenceGain} times as large`, path: difference },
  ]
  const figures = await Promise.all(
    pictures.map(async ({ title, path }) => {
      const { uri, width, height } = await embed(path)
      return markup`<figure><img src="${uri}" width="${width}" height="${height}" alt="${`${title}, frame ${measured.frame}`}"><figcaption>${title}</figcaption></figure>`
    }),
  )
  const other = measured.actualFrame === measured.frame ? '' : `, frame ${measured.actualFrame} of the film`
  return markup`<h3>Frame ${`${measured.frame}`}, ${measured.seconds.toFixed(3)} s${other}</h3>
<p class="quiet">${measuresText(measured)}</p>
<div class="three">${figures}</div>
`
}

function measuresText({ psnr, ssim, vmaf, move, detail, largest }: MeasuredFrame): string {
  const parts = [
    `PSNR ${psnr === null ? 'without end' : `${psnr.toFixed(1)} dB`}`,
    `SSIM ${ssim.toFixed(4)}`,
    ...(vmaf === null ? [] : [`VMAF ${vmaf.toFixed(1)}`]),
    ...(move === null ? [] : [`moved by ${Math.hypot(move.x, move.y).toFixed(2)} px`]),
    ...(detail === null ? [] : [`finest detail ${(detail.strength * 100).toFixed(0)} %`]),
    `most around x ${largest.x}, y ${largest.y}, by ${largest.levels.toFixed(1)} of 255`,
  ]
  return parts.join(' · ')
}

async function embed(path: string): Promise<{ readonly uri: string; readonly width: number; readonly height: number }> {
  const { data, info } = await sharp(path)
    .resize({ width: embedded.width, withoutEnlargement: true })
    .webp({ quality: embedded.quality })
    .toBuffer({ resolveWithObject: true })
  return { uri: `data:image/webp;base64,${data.toString('base64')}`, width: info.width, height: info.height }
}
