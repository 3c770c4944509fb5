import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { GpuWish } from '../../browser/chromium-gpu.ts'
import { chromiumVersion } from '../../browser/chromium-version.ts'
import type { FoundChromium } from '../../browser/find-chromium.ts'
import { hashOf } from '../../shared/hash.ts'
import type { DataFolder } from '../../storage/data-folder.ts'
import { makeFolder } from '../../storage/make-folder.ts'
import { writeWhole } from '../baselines/write-whole.ts'
import { graphicsCards } from './graphics-cards.ts'
import { programFacts } from './program-facts.ts'

const browserFacts = z.object({ version: z.string().nullable(), gpu: z.string().nullable() })

/** `version`: "Chrome/156.0.8078.79", null where it does not say. `gpu`: the card that draws, null where a program does. */
export type BrowserFacts = Readonly<z.output<typeof browserFacts>>

type Place = { readonly dataFolder: Pick<DataFolder, 'root' | 'work'>; readonly gpu: GpuWish }

/** What a browser says of itself: asked once, and remembered until its program, or a card, is another one. @throws CHROMIUM_START_FAILED, GPU_UNAVAILABLE, CANCELLED */
export async function recallBrowser(browser: FoundChromium, { dataFolder, gpu }: Place, signal: AbortSignal): Promise<BrowserFacts> {
  const program = await programFacts(browser.path)
  if (program === null) return askBrowser(browser, { dataFolder, gpu }, signal)
  const cards = gpu === 'off' ? [] : await graphicsCards()
  const folder = join(dataFolder.root, 'browsers')
  const path = join(folder, `${hashOf([program, gpu, cards])}.json`)
  const known = await readFacts(path)
  if (known) return known
  const facts = await askBrowser(browser, { dataFolder, gpu }, signal)
  // Where it cannot be kept it is asked again.
  await makeFolder(folder).then(
    () => writeWhole(path, JSON.stringify(facts)).catch(() => undefined),
    () => undefined,
  )
  return facts
}

async function readFacts(path: string): Promise<BrowserFacts | null> {
  try {
    return browserFacts.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch {
    return null
  }
}

async function askBrowser(browser: FoundChromium, { dataFolder, gpu }: Place, signal: AbortSignal): Promise<BrowserFacts> {
  const version = await chromiumVersion(browser, signal)
  if (gpu === 'off' && version !== null) return { version, gpu: null }
  const [{ ChromiumProcess }, { readGpu }] = await Promise.all([import('../../browser/chromium-process.ts'), import('../../browser/chromium-gpu.ts')])
  await makeFolder(dataFolder.work)
  const profileFolder = await mkdtemp(join(dataFolder.work, 'chromium-'))
  try {
    const running = await ChromiumProcess.start(browser, { capture: 'capture-screenshot', profileFolder })
    try {
      const said = (await running.browser.version()).replace('HeadlessChrome', 'Chrome')
      return { version: said, gpu: gpu === 'off' ? null : (await readGpu(running.browser)).renderer }
    } finally {
      await running.stop()
    }
  } finally {
    await rm(profileFolder, { recursive: true, force: true, maxRetries: 5 })
  }
}
