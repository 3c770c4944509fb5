import { randomUUID } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import type { CDPSession } from 'puppeteer'
import { FramefarmError } from '../shared/errors.ts'
import type { Site } from '../templates/site.ts'
import { siteOrigin } from './answer-requests.ts'
import { openFramesFile } from './frames-file.ts'
import type { Liveness } from './liveness.ts'
import { PageLink } from './page-link.ts'
import { withTabCapture, type TabCapture } from './tab-capture-site.ts'
import { streamFormatOf, type StreamFormat } from './stream-format.ts'

type FrameSize = { readonly width: number; readonly height: number }
type CaptureFacts = FrameSize & { readonly format: string; readonly red: readonly number[]; readonly fault: string | null }

export type StreamPageOptions = {
  readonly size: FrameSize
  readonly liveness: Liveness
  readonly tabCapture: TabCapture
  /** Of the Chromium; its frames come in a file in there. */
  readonly profileFolder: string
}

/** What makes a page: the parts that are there only when it is being captured. */
type Capture = {
  readonly link: PageLink
  readonly file: FileHandle
  readonly format: StreamFormat
  readonly shown: { site: Site; scene: Site | null }
}

/** Frames that are drawn and written while one is waited for. */
const ahead = 2
/** Places in the file: for these, and for the one that is waited for or read. */
const slots = ahead + 1
/**
 * Frames in our memory at the same time: one that FFmpeg is taking, one that waits in the stream before it, one that was handed over
 * last, one that is being read, and one to spare. A new buffer for each would keep the garbage collector busy for 15 ms a frame.
 */
const bufferCount = 5
/** The strip below the scene, with the number of the frame. */
const strip = { width: 280, height: 16 }
/** Of limited range it is 235. */
const whiteLuma = 233
/** Frames are drawn after a load and thrown away, so that what the page adds last is in the first one that counts. */
const warmUpFrames = 2

/** One page that shows one scene after another; its tab is captured, which gives raw frames. */
export class StreamPage {
  readonly format: StreamFormat
  readonly #capture: Capture
  readonly #tabCapture: TabCapture
  readonly #buffers: readonly Buffer[]
  #asked = 0

  private constructor(capture: Capture, { size, tabCapture }: StreamPageOptions) {
    this.#capture = capture
    this.#tabCapture = tabCapture
    this.#buffers = Array.from({ length: bufferCount }, () => Buffer.allocUnsafeSlow((size.width * size.height * 3) / 2))
    this.format = capture.format
  }

  /**
   * Begins the capture of a tab.
   * @param cover puts another tab in front of it: it is drawn for the capture all the same, but no more for the window as well
   * @throws CHROMIUM_START_FAILED where this Chromium cannot do it, TEMPLATE_FAILED with the browser's own words
   */
  static async attach(session: CDPSession, options: StreamPageOptions, cover: () => Promise<void>): Promise<StreamPage> {
    const { size, liveness, tabCapture, profileFolder } = options
    const shown: Capture['shown'] = { site: withTabCapture(tabCapture, null), scene: null }
    const link = await PageLink.attach(session, liveness, () => shown.site)
    const around = { width: Math.max(size.width, strip.width), height: size.height + strip.height }
    await session.send('Emulation.setDeviceMetricsOverride', { ...around, deviceScaleFactor: 1, mobile: false })
    await link.navigate(siteOrigin + tabCapture.entry)
    const marker = `framefarm ${randomUUID()}`
    await link.evaluate(`tabCapture.start(${JSON.stringify({ scene: size, tab: around, slots, marker })})`)
    await cover()
    const file = await openFramesFile(profileFolder, marker)
    try {
      const facts = await link.evaluate<CaptureFacts>('tabCapture.tryOut()')
      const format = streamFormatOf(facts.format, facts.red)
      if (facts.width !== around.width || facts.height !== around.height || facts.fault !== null || !format)
        throw startFailed(`Chromium captures its tab in a way that is not known here: ${JSON.stringify(facts)}`)
      // The page around is white without a scene; it must be so in the file too.
      const white = Buffer.alloc(1)
      await file.read(white, 0, white.length, 0)
      if ((white[0] ?? 0) < whiteLuma) throw startFailed(`Chromium wrote a picture that is not the one of its tab (its white is ${white[0]})`)
      return new StreamPage({ link, file, format, shown }, options)
    } catch (error) {
      await file.close()
      throw error
    }
  }

  /**
   * Loads a scene and waits until it is ready to be seeked.
   * @throws TEMPLATE_FAILED with the page's own error, CHROMIUM_STUCK, CHROMIUM_CRASHED, CANCELLED
   */
  async open(site: Site, signal: AbortSignal): Promise<void> {
    const { link, shown } = this.#capture
    if (shown.scene === site) return
    shown.site = withTabCapture(this.#tabCapture, site)
    shown.scene = site
    link.forgetErrors()
    await link.limited(this.#load(site), { what: `make the first frame of ${site.entry}`, limit: 'firstFrameMs', signal })
    for (let frame = 0; frame < warmUpFrames; frame++) await this.frameAt(0, signal)
  }

  /** The scene's picture at a time, raw, as `format` says. @throws as framesAt */
  async frameAt(timeMs: number, signal: AbortSignal): Promise<Buffer> {
    for await (const frame of this.framesAt([timeMs], signal)) return Buffer.from(frame)
    throw new Error('unreachable: one time gives one frame')
  }

  /**
   * The scene's pictures at some times, in their order; the next ones are drawn while one is used.
   * A frame's bytes are good until three more have been asked for.
   * @param timesMs from the scene's start
   * @throws CHROMIUM_STUCK, CHROMIUM_CRASHED, TEMPLATE_FAILED, CANCELLED
   */
  async *framesAt(timesMs: readonly number[], signal: AbortSignal): AsyncGenerator<Buffer> {
    const { link, file } = this.#capture
    const asked: { readonly slot: number; readonly written: Promise<void> }[] = []
    for (let index = 0; index < timesMs.length; index++) {
      for (const timeMs of timesMs.slice(asked.length, index + 1 + ahead)) asked.push(this.#draw(timeMs))
      const { slot, written } = asked[index] ?? this.#draw(0)
      await link.limited(written, { what: 'deliver a frame', limit: 'frameMs', signal })
      link.throwTemplateError()
      const frame = this.#buffers[index % bufferCount] ?? Buffer.alloc(0)
      await file.read(frame, 0, frame.length, slot * frame.length)
      yield frame
    }
  }

  /** Lets go of the file; the Chromium itself is its owner's. */
  async close(): Promise<void> {
    await this.#capture.file.close()
  }

  #draw(timeMs: number): { slot: number; written: Promise<void> } {
    const slot = this.#asked++ % slots
    const written = this.#capture.link.evaluate<string | null>(`tabCapture.frame(${slot}, ${timeMs})`).then((fault) => {
      if (fault !== null) throw new FramefarmError('CHROMIUM_CRASHED', `Chromium lost the capture of its tab: ${fault}`)
    })
    // A frame that was asked for ahead may fail before anybody waits for it.
    written.catch(() => undefined)
    return { slot, written }
  }

  async #load({ entry }: Site): Promise<void> {
    await this.#capture.link.evaluate(`tabCapture.open(${JSON.stringify(entry)})`)
    this.#capture.link.throwTemplateError()
  }
}

function startFailed(message: string): FramefarmError {
  return new FramefarmError('CHROMIUM_START_FAILED', message)
}
