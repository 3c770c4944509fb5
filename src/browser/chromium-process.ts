import { readlink, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import puppeteer, { type Browser } from 'puppeteer'
import { FramefarmError, messageOf } from '../shared/errors.ts'
import { processGroup, residentBytes } from '../shared/process-tree.ts'
import { chromiumFlags, type CaptureName } from './chromium-flags.ts'
import { checkGpu, gpuWishFromEnvironment, readGpu, type GpuWish } from './chromium-gpu.ts'
import type { FoundChromium } from './find-chromium.ts'
import { withPrefault } from './prefault/find-prefault.ts'

type ChromiumOptions = {
  readonly capture: CaptureName
  /** A folder of this process alone, gone with it. */
  readonly profileFolder: string
}

/** How long a Chromium may take to close by itself before it is killed. */
const closeMs = 500
/** How long killed processes may take to go; the kernel needs some milliseconds to free their memory. */
const goneMs = 2000

/** One running Chromium: start, stop, healthy. Who restarts it and when is decided elsewhere. */
export class ChromiumProcess {
  readonly browser: Browser
  /** Id of the process group that all its processes are in; also the process id of the first. */
  readonly group: number

  /** A full Chromium has a socket in the temporary folder, and leaves it there when it is killed. */
  readonly #socketFolder: string | null

  private constructor(browser: Browser, group: number, socketFolder: string | null) {
    this.browser = browser
    this.group = group
    this.#socketFolder = socketFolder
  }

  /** @throws CHROMIUM_START_FAILED, GPU_UNAVAILABLE, TOOL_SETTING_WRONG */
  static async start(chromium: FoundChromium, options: ChromiumOptions): Promise<ChromiumProcess> {
    const gpu = gpuWishFromEnvironment()
    const running = await ChromiumProcess.#launch(chromium, { ...options, gpu })
    if (gpu === 'off') return running
    try {
      checkGpu(gpu, await readGpu(running.browser))
      return running
    } catch (error) {
      await running.stop()
      throw error
    }
  }

  static async #launch(
    chromium: FoundChromium,
    { capture, profileFolder, gpu }: ChromiumOptions & { readonly gpu: GpuWish },
  ): Promise<ChromiumProcess> {
    try {
      const browser = await puppeteer.launch({
        executablePath: chromium.path,
        headless: chromium.kind === 'headless-shell' ? 'shell' : true,
        // A pipe closes with its owner: when we are killed, Chromium sees it and ends.
        pipe: true,
        userDataDir: profileFolder,
        env: withPrefault(process.env),
        args: [...chromiumFlags(chromium, { capture, sandbox: usesSandbox(), gpu })],
        ignoreDefaultArgs: ['--enable-automation'],
        // Puppeteer's own listeners would close the browser and leave us out of it; our signals go through AbortSignal.
        handleSIGINT: false,
        handleSIGTERM: false,
        handleSIGHUP: false,
        // The Network domain copies every body over the pipe.
        networkEnabled: false,
        protocolTimeout: 180_000,
        timeout: 30_000,
        defaultViewport: null,
      })
      return new ChromiumProcess(browser, browser.process()?.pid ?? 0, await socketFolderOf(profileFolder))
    } catch (cause) {
      throw startError(chromium, cause)
    }
  }

  get healthy(): boolean {
    return this.browser.connected
  }

  /** Of all its processes. */
  get memoryBytes(): number {
    return residentBytes(this.group)
  }

  /** Asks it to close, then kills what is left. When it returns no process of it is left. */
  async stop(): Promise<void> {
    const closed = this.browser.close().catch(() => undefined)
    await Promise.race([closed, sleep(closeMs, undefined, { ref: false })])
    // Also after a good close: the distribution's launcher is a shell script, and when it was killed Chromium has lived on.
    this.kill()
    for (let waitedMs = 0; waitedMs < goneMs && processGroup(this.group).length > 0; waitedMs += 10) await sleep(10)
    if (this.#socketFolder !== null) await rm(this.#socketFolder, { recursive: true, force: true })
  }

  /** SIGKILL to the process group, which puppeteer has made for it: no renderer outlives it. */
  kill(): void {
    try {
      process.kill(-this.group, 'SIGKILL')
    } catch {
      // All of it has ended already.
    }
  }
}

/** By the link that the profile has to it. */
async function socketFolderOf(profileFolder: string): Promise<string | null> {
  const socket = await readlink(join(profileFolder, 'SingletonSocket')).catch(() => null)
  const folder = socket === null ? '' : dirname(socket)
  return /^(org\.chromium|com\.google)\./.test(basename(folder)) ? folder : null
}

const sandboxVariable = 'FRAMEFARM_CHROME_SANDBOX'

/** On, but for root, as whom it cannot start, and where a user has turned it off. */
function usesSandbox(): boolean {
  return process.getuid?.() !== 0 && process.env[sandboxVariable] !== 'off'
}

/** Puppeteer's message holds Chromium's whole output; its first lines and the one that tells are enough. */
function startError({ path }: FoundChromium, cause: unknown): FramefarmError {
  const text = messageOf(cause)
  const telling = text.split('\n').find((line) => /sandbox|error while loading|cannot open|FATAL/i.test(line)) ?? text.split('\n')[0]
  const hint = /sandbox|namespace/i.test(text)
    ? `allow user namespaces on this machine, or set ${sandboxVariable}=off where the templates are trusted or a container is around them`
    : undefined
  const extras = { cause, detail: text, ...(hint === undefined ? {} : { hint }) }
  return new FramefarmError('CHROMIUM_START_FAILED', `Chromium (${path}) did not start: ${telling}`, extras)
}
