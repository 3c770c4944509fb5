import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import sharp from 'sharp'
import { expect, it } from 'vitest'
import { findFfmpeg } from '../../src/encoder/find-ffmpeg.ts'
import { render } from '../support/render.ts'
import { tempFolder } from '../support/temp-folder.ts'

const size = { width: 320, height: 180 }

/** The darkest luma on the outermost pixels of every frame; the image is white and what lies behind it is black. */
async function darkestBorder(filmPath: string): Promise<readonly number[]> {
  const args = ['-v', 'error', '-i', filmPath, '-pix_fmt', 'gray', '-f', 'rawvideo', '-']
  const { stdout } = await promisify(execFile)(findFfmpeg().ffmpeg, args, { encoding: 'buffer', maxBuffer: 1e9 })
  const { width, height } = size
  const isBorder = (pixel: number) => pixel < width || pixel >= width * (height - 1) || pixel % width === 0 || pixel % width === width - 1
  const border = Array.from({ length: width * height }, (_, pixel) => pixel).filter(isBorder)
  return Array.from({ length: stdout.length / (width * height) }, (_, frame) =>
    Math.min(...border.map((pixel) => stdout[frame * width * height + pixel] ?? 0)),
  )
}

it.each(['screenshot', 'layers'] as const)('no edge of the image ever shows, wherever the camera is sent, by %s', async (method) => {
  const folder = await tempFolder()
  const images = [{ width: 1000, height: 563 }, { width: 301, height: 777 }, { width: 777, height: 301 }, size]
  await Promise.all(
    images.map(({ width, height }, index) =>
      sharp({ create: { width, height, channels: 3, background: '#fff' } })
        .png()
        .toFile(join(folder, `${index}.png`)),
    ),
  )
  const corners = { startScale: 1, endScale: 1.37, startX: 0, startY: 0, endX: 1, endY: 1, easing: 'cubic-bezier(0.3, -1, 0.7, 2)' }
  const moves = [corners, { ...corners, startScale: 2.2, endScale: 1, startX: 1, endX: 0 }, { preset: 'pan-left', amount: 1 }, undefined]
  const scenes = images.flatMap((_, index) => moves.map((kenBurns) => ({ image: `${index}.png`, duration: 0.4, ...(kenBurns ? { kenBurns } : {}) })))
  const filmPath = join(folder, 'film.json')
  await writeFile(filmPath, JSON.stringify({ version: 1, output: { ...size, quality: 'draft' }, scenes }))
  const darkest = await darkestBorder((await render({ filmPath, dataPath: folder, method })).output)
  expect(darkest).toHaveLength(scenes.length * 12)
  // White is 235; one pixel of an edge, blended with its neighbour, would be far below 225.
  expect(darkest.filter((luma) => luma < 225)).toEqual([])
})
