import { filterPath } from './filter-path.ts'
import type { PictureFacts } from './probe-film.ts'
import { isRgb } from './same-look.ts'

type Side = 'baseline' | 'actual'
type Cut = { readonly of: Side; /** Pixels to the right and down. */ readonly x: number; readonly y: number }

/**
 * What each frame of the one film is held against. That the film lies further left is measured by moving the film, not the baseline:
 * so the same pixels are left out at the edges as for the right, and a picture that is brighter at one edge does not look moved.
 */
const comparisons = {
  here: { frame: 'actual', against: { of: 'baseline', x: 0, y: 0 } },
  right: { frame: 'actual', against: { of: 'baseline', x: 1, y: 0 } },
  down: { frame: 'actual', against: { of: 'baseline', x: 0, y: 1 } },
  left: { frame: 'baseline', against: { of: 'actual', x: 1, y: 0 } },
  up: { frame: 'baseline', against: { of: 'actual', x: 0, y: 1 } },
  actualStep: { frame: 'actual', against: { of: 'actual', x: 1, y: 1 } },
  actualStride: { frame: 'actual', against: { of: 'actual', x: 2, y: 2 } },
  baselineStep: { frame: 'baseline', against: { of: 'baseline', x: 1, y: 1 } },
  baselineStride: { frame: 'baseline', against: { of: 'baseline', x: 2, y: 2 } },
} as const satisfies Readonly<Record<string, { readonly frame: Side; readonly against: Cut }>>

export type DetailMeasure = keyof typeof comparisons
export const detailMeasures = Object.keys(comparisons) as readonly DetailMeasure[]

/** Where a measure of all frames is written. */
export function detailFile(measure: DetailMeasure): string {
  return `detail-${measure}.txt`
}

/** As far as anything is moved. */
const marginPx = 2
/** Of more rows than this every second is looked at, or every fourth. */
const enoughRows = 300

/**
 * Filters that measure how the luma of both films differs from that of the other, a pixel away too, and from itself.
 * Planes are only cut differently for it, not copied.
 * @param picture of the baseline; the film has the same size
 * @returns chains from the links `baseline-luma` and `actual-luma` to the outputs `baseline-detail` and `actual-detail`
 */
export function detailGraph(picture: PictureFacts, folder: string): readonly string[] {
  const cut = cutIn(picture)
  const luma = `${isRgb(picture.pixelFormat) ? 'format=yuv444p,' : ''}extractplanes=y`
  const chains = (['baseline', 'actual'] as const).flatMap((side) => {
    const own = detailMeasures.filter((measure) => comparisons[measure].frame === side)
    const cuts = detailMeasures.filter((measure) => comparisons[measure].against.of === side)
    return [
      `[${side}-luma]${luma},split=${cuts.length + 1}[${side}-whole]${cuts.map((measure) => `[${measure}-whole]`).join('')}`,
      ...cuts.map((measure) => `[${measure}-whole]${cut(comparisons[measure].against)}[${measure}]`),
      `[${side}-whole]${cut({ x: 0, y: 0 })}[${side}-0]`,
      ...own.map((measure, index) => {
        const path = filterPath(`${folder}/${detailFile(measure)}`)
        const next = index + 1 === own.length ? `${side}-detail` : `${side}-${index + 1}`
        return `[${side}-${index}][${measure}]psnr=shortest=1:repeatlast=0,metadata=print:key=lavfi.psnr.psnr.y:file=${path}[${next}]`
      }),
    ]
  })
  return chains
}

function cutIn({ height }: PictureFacts): (at: Pick<Cut, 'x' | 'y'>) => string {
  const halvings = Math.max(0, Math.min(2, Math.floor(Math.log2(height / enoughRows))))
  return ({ x, y }) => `crop=iw-${marginPx}:ih-${marginPx}:${x}:${y}${',field=top'.repeat(halvings)}`
}
