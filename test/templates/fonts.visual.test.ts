import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { hashOfFile } from '../../src/shared/hash.ts'
import { noSignal } from '../support/capture.ts'
import { ownTemplate } from '../support/own-template.ts'
import { sharedPage } from '../support/shared-page.ts'
import { tempFolder } from '../support/temp-folder.ts'

const montserrat = join(import.meta.dirname, '../../samples/fonts/Montserrat[wght].woff2')
const openShared = sharedPage()
const size = { width: 480, height: 120 }
const body = '<div style="font: 700 60px Heading, monospace; width: max-content" id="text">Hamburg</div>'

/** The frame, and how wide the page measured its text while it drew. */
async function frameOf(weight: string | null): Promise<{ frame: Buffer; ink: number; measured: number }> {
  const folder = await tempFolder()
  const hash = await hashOfFile(montserrat)
  const fonts = weight === null ? [] : [{ family: 'Heading', weight, style: 'normal' as const, path: '../assets/font.woff2', hash }]
  const script = 'parent.measured = document.getElementById("text").getBoundingClientRect().width'
  const site = await ownTemplate({ body, script }, { folder, size, fonts, assets: new Map([['font.woff2', () => Promise.resolve(montserrat)]]) })
  const page = await openShared(site, size)
  const measured = await page.ask<number>('globalThis.measured', noSignal)
  const frame = await page.frameAt(0, noSignal)
  const { data } = await sharp(frame).greyscale().raw().toBuffer({ resolveWithObject: true })
  return { frame, ink: data.reduce((sum, value) => sum + 255 - value, 0), measured }
}

describe("a page's fonts", () => {
  it('are there before the page draws, and are what it shows', async () => {
    const [own, fallback] = [await frameOf('100 900'), await frameOf(null)]
    // Whatever a machine's monospaced font is, seven letters of it are this wide.
    expect(fallback.measured / 7 / 60).toBeCloseTo(0.6, 1)
    expect(own.measured).toBeGreaterThan(fallback.measured + 10)
    expect(own.frame.equals(fallback.frame)).toBe(false)
  })

  it('have the weights that are said: a variable font is bold only where it may be', async () => {
    const [bold, thin] = [await frameOf('100 900'), await frameOf('100')]
    expect(bold.ink).toBeGreaterThan(1.5 * thin.ink)
  })

  it('are a fault of the page where their file is no font', async () => {
    const folder = await tempFolder()
    const fonts = [{ family: 'Heading', weight: '400', style: 'normal' as const, path: '../assets/font.woff2', hash: '' }]
    const assets = new Map([['font.woff2', () => Promise.resolve(import.meta.filename)]])
    const site = await ownTemplate({ body }, { folder, size, fonts, assets })
    await expect(openShared(site, size)).rejects.toThrow('the font Heading (weight 400, normal) could not be loaded')
  })
})
