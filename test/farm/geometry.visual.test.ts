import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { planCamera } from '../../src/plan/camera.ts'
import { loadTemplate } from '../../src/templates/load-template.ts'
import { sceneSite } from '../support/scene-site.ts'
import type { Site } from '../../src/templates/site.ts'
import { noSignal, testStreamSlot } from '../support/capture.ts'
import { layersAndShots, lumaOfFrame } from '../support/layers-and-shots.ts'
import type { Grey } from '../support/motion-error.ts'
import { ownTemplate } from '../support/own-template.ts'
import { tempFolder } from '../support/temp-folder.ts'

const frameSize = { width: 640, height: 360 }
const frames = 61

/** A white chart with black crosses, as SVG: every 90 px, arms of 24 px, 6 px thick, soft enough that no grid of pixels can move their middle. */
const chart = { width: 960, height: 540, pitch: 90, arm: 24, thick: 6 }

function chartSvg(): string {
  const { width, height, pitch, arm, thick } = chart
  const crosses: string[] = []
  for (let y = pitch / 2; y < height; y += pitch) {
    for (let x = pitch / 2; x < width; x += pitch) {
      crosses.push(`<rect x="${x - arm}" y="${y - thick / 2}" width="${2 * arm}" height="${thick}"/>`)
      crosses.push(`<rect x="${x - thick / 2}" y="${y - arm}" width="${thick}" height="${2 * arm}"/>`)
    }
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><filter id="soft"><feGaussianBlur stdDeviation="1.5"/></filter><rect width="100%" height="100%" fill="#fff"/><g filter="url(#soft)">${crosses.join('')}</g></svg>`
}

type Move = { readonly scale: number; readonly x: number; readonly y: number }

/** How far each cross of a frame is from where the matrix has it, in pixels: by the middle of the darkness across its arms. */
function errorsOf(picture: Grey, { scale, x, y }: Move): readonly number[] {
  const { width, height, pitch, arm } = chart
  const errors: number[] = []
  for (let chartY = pitch / 2; chartY < height; chartY += pitch) {
    for (let chartX = pitch / 2; chartX < width; chartX += pitch) {
      const [atX, atY] = [chartX * scale + x, chartY * scale + y]
      const reach = pitch * scale * 0.45
      if (atX < reach || atY < reach || atX > picture.width - reach || atY > picture.height - reach) continue
      // Away from the middle of the cross, where the other arm is.
      const along = [0.45, 0.75].map((share) => arm * scale * share) as [number, number]
      errors.push(Math.abs(darkMiddle(picture, { across: atX, from: atY + along[0], to: atY + along[1], reach: arm * scale }, 'x') - atX))
      errors.push(Math.abs(darkMiddle(picture, { across: atY, from: atX + along[0], to: atX + along[1], reach: arm * scale }, 'y') - atY))
    }
  }
  expect(errors.length).toBeGreaterThan(20)
  return errors
}

type Strip = { readonly across: number; readonly from: number; readonly to: number; readonly reach: number }

function darkMiddle({ data, width }: Grey, { across, from, to, reach }: Strip, axis: 'x' | 'y'): number {
  let [sum, moment] = [0, 0]
  for (let line = Math.ceil(from); line <= Math.floor(to); line++) {
    for (let position = Math.ceil(across - reach); position <= Math.floor(across + reach); position++) {
      const value = data[axis === 'x' ? line * width + position : position * width + line] ?? 255
      sum += 255 - value
      moment += (255 - value) * (position + 0.5)
    }
  }
  return moment / sum
}

async function asPhotograph(): Promise<{ site: Site; moveAt: (part: number) => Move }> {
  const path = join(await tempFolder(), 'chart.png')
  await sharp(Buffer.from(chartSvg())).removeAlpha().png().toFile(path)
  const kenBurns = { startScale: 1, endScale: 1.5, startX: 0.2, startY: 0.3, endX: 0.7, endY: 0.4, easing: 'linear' } as const
  const { camera } = planCamera(chart, frameSize, { kenBurns, preset: 'zoom-in' })
  const data = { props: { image: '../assets/chart.png', camera }, output: frameSize, durationMs: 2000 }
  const site = await sceneSite(await loadTemplate('ken-burns'), data, new Map([['chart.png', () => Promise.resolve(path)]]))
  const laidOut = camera.width / chart.width
  const between = (from: number, to: number, part: number) => from + (to - from) * part
  const moveAt = (part: number) => ({
    scale: between(camera.from.scale, camera.to.scale, part) * laidOut,
    x: between(camera.from.x, camera.to.x, part),
    y: between(camera.from.y, camera.to.y, part),
  })
  return { site, moveAt }
}

async function asDrawnLayer(): Promise<{ site: Site; moveAt: (part: number) => Move }> {
  const style = `body { background: #fff } svg { display: block }
    .chart { position: absolute; left: 0; top: 0; transform-origin: 0 0; will-change: transform; animation: move 2s linear both }
    @keyframes move { from { transform: translate(-31.3px, -20.7px) scale(0.75) } to { transform: translate(-177.1px, -90.4px) scale(1) } }`
  const site = await ownTemplate(
    { style, body: `<div class="chart" data-layer>${chartSvg()}</div>` },
    { folder: await tempFolder(), size: frameSize, durationMs: 2000 },
  )
  const moveAt = (part: number) => ({ scale: 0.75 + 0.25 * part, x: -31.3 + (-177.1 + 31.3) * part, y: -20.7 + (-90.4 + 20.7) * part })
  return { site, moveAt }
}

/** The luma of frames as they are streamed. */
async function streamed(site: Site, timesMs: readonly number[]): Promise<readonly Grey[]> {
  await using slot = await testStreamSlot(await tempFolder(), { size: frameSize })
  const page = await slot.page(noSignal)
  await page.open(site, noSignal)
  const pictures: Grey[] = []
  for await (const bytes of page.framesAt(timesMs, noSignal)) {
    pictures.push(lumaOfFrame(bytes, frameSize))
  }
  return pictures
}

describe.each([
  ['a photograph', asPhotograph],
  ['what Chromium has drawn', asDrawnLayer],
])('the crosses of a chart, as %s', (_name, makeScene) => {
  it('lie within 0.05 pixels of where the matrix has them, in every frame', async () => {
    const { site, moveAt } = await makeScene()
    const drawn: number[] = []
    for (const { frame, composed, shown } of await layersAndShots(site, frameSize, { frames, every: 6 })) {
      const move = moveAt(frame / 60)
      expect(Math.max(...errorsOf(composed, move)), `layers, frame ${frame}`).toBeLessThan(0.03)
      drawn.push(...errorsOf(shown, move))
    }
    const parts = [0, 0.25, 0.5, 0.75, 1]
    const pictures = await streamed(
      site,
      parts.map((part) => part * 2000),
    )
    for (const [index, picture] of pictures.entries()) drawn.push(...errorsOf(picture, moveAt(parts[index] ?? 0)))
    expect(Math.max(...drawn), 'screenshots and stream').toBeLessThan(0.05)
  })
})
