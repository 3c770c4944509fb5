import { stat } from 'node:fs/promises'
import { gpuWishFromEnvironment } from '../../browser/chromium-gpu.ts'
import { findChromium, findStreamChromium, type FoundChromium } from '../../browser/find-chromium.ts'
import { noStreamTool } from '../../farm/stream-tool.ts'
import type { DataFolder } from '../../storage/data-folder.ts'
import { safeName } from '../baselines/safe-name.ts'
import type { FrameMethod } from '../draw/frame-method.ts'
import { recallBrowser, type BrowserFacts } from './recall-browser.ts'

/** What draws. */
export type Renderer = {
  /** chromium-156-linux-x64-software-screenshot: pictures of one key are compared with each other, and with no others. */
  readonly key: string
  /** Of all that is known of what draws: another one for a new build of the browser, whose pictures are expected to be the same. */
  readonly identity: readonly string[]
}

/**
 * What frames would be drawn with now. No browser is started for it, but for the first time that one draws on a graphics card.
 * @throws TOOL_MISSING, TOOL_SETTING_WRONG, CHROMIUM_START_FAILED, GPU_UNAVAILABLE, CANCELLED
 */
export async function findRenderer(method: FrameMethod, dataFolder: DataFolder, signal: AbortSignal): Promise<Renderer> {
  const browser = method === 'stream' ? findStreamChromium() : findChromium()
  if (!browser) throw noStreamTool()
  const facts = await recallBrowser(browser, { dataFolder, gpu: gpuWishFromEnvironment() }, signal)
  // Of `auto` it is known only scene by scene whether the other browser draws.
  const other = method === 'auto' ? await identityOf(findStreamChromium()) : []
  return { key: rendererKey(method, facts), identity: [facts.version ?? 'unknown', browser.kind, facts.gpu ?? 'software', ...other] }
}

/** The version's first part only: what a browser draws changes with it, and seldom within it. */
export function rendererKey(method: FrameMethod, { version, gpu }: BrowserFacts, platform = `${process.platform}-${process.arch}`): string {
  const major = /\/(\d+)\./.exec(version ?? '')?.[1] ?? 'unknown'
  const drawnBy = gpu === null ? 'software' : `gpu-${gpu.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`
  return safeName(`chromium-${major}-${platform}-${drawnBy}-${method}`)
}

async function identityOf(browser: FoundChromium | null): Promise<readonly string[]> {
  if (!browser) return ['no stream']
  const { size } = await stat(browser.path)
  return [`stream by ${size}`]
}
