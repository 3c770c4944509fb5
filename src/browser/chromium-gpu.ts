import type { Browser } from 'puppeteer'
import { FramefarmError } from '../shared/errors.ts'

/** Whether Chromium draws on a graphics card. There is no "perhaps": a card that is asked for is used, or nothing is drawn. */
export type GpuWish = 'off' | 'required'

/** What draws, in Chromium's own words. */
export type GpuFacts = { readonly renderer: string; readonly isSoftware: boolean }

/** Of Chromium's report on itself what is looked at. */
export type GpuReport = {
  readonly auxAttributes?: object
  readonly featureStatus?: object
  readonly devices: readonly { readonly deviceString: string }[]
}

const variable = 'FRAMEFARM_CHROME_GPU'

/** Renderers that are programs and no cards. */
const softwareRenderers = /swiftshader|llvmpipe|lavapipe|softpipe|software|disabled/i

/** @throws TOOL_SETTING_WRONG */
export function gpuWishFromEnvironment(environment: NodeJS.ProcessEnv = process.env): GpuWish {
  const wish = environment[variable] ?? 'off'
  if (wish === 'off' || wish === 'required') return wish
  throw new FramefarmError('TOOL_SETTING_WRONG', `${variable} is ${JSON.stringify(wish)}; allowed: off, required`)
}

/** Only a named card that also puts pages together is one: Chromium lists cards that it has given up on. */
export function gpuFactsOf({ auxAttributes = {}, featureStatus = {}, devices }: GpuReport): GpuFacts {
  const attributes = auxAttributes as Readonly<Record<string, string | undefined>>
  const compositing = (featureStatus as Readonly<Record<string, string | undefined>>)['gpu_compositing'] ?? 'unknown'
  const named = (attributes['glRenderer'] ?? '') || devices.map(({ deviceString }) => deviceString).find((text) => text !== '')
  const isSoftware = softwareRenderers.test(compositing) || named === undefined || softwareRenderers.test(named)
  return { renderer: isSoftware && softwareRenderers.test(compositing) ? `software compositor (${compositing})` : (named ?? 'unknown'), isSoftware }
}

export async function readGpu(browser: Browser): Promise<GpuFacts> {
  const session = await browser.target().createCDPSession()
  try {
    const { gpu } = await session.send('SystemInfo.getInfo')
    return gpuFactsOf(gpu)
  } finally {
    await session.detach()
  }
}

/** @throws GPU_UNAVAILABLE where a card is required and a program draws */
export function checkGpu(wish: GpuWish, { renderer, isSoftware }: GpuFacts): void {
  if (wish === 'off' || !isSoftware) return
  throw new FramefarmError('GPU_UNAVAILABLE', `${variable} is required, and Chromium draws by ${renderer}`)
}
