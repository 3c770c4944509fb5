import type { CDPSession, Protocol } from 'puppeteer'
import { FramefarmError } from '../shared/errors.ts'
import type { Site } from '../templates/site.ts'
import { siteOrigin } from './answer-requests.ts'
import type { CaptureMethod } from './capture-method.ts'
import type { FrameFormat } from './frame-format.ts'
import type { Liveness } from './liveness.ts'
import { PageLink } from './page-link.ts'

type FrameSize = { readonly width: number; readonly height: number }

/** How a scene's frames are to be: their size, and how they are coded. */
export type FrameView = FrameSize & { readonly format: FrameFormat; readonly isTransparent: boolean }

/** A part of a page, from its top left corner, with what is to be asked of the page before it is drawn. */
export type PageCorner = FrameSize & { readonly expression: string }

type PictureWish = { readonly isTransparent: boolean; readonly format?: FrameFormat }

/** Frames are drawn before the first one that counts, so that what the page has added last is in it. */
const warmUpFrames = 2

const clear = { r: 0, g: 0, b: 0, a: 0 }

/** One page that shows one scene after another and gives their frames. */
export class FramePage {
  readonly method: CaptureMethod
  readonly #link: PageLink
  readonly #shown: { site: Site | null }
  #lastFrame: Buffer | null = null
  #size: FrameSize
  #format: FrameFormat | undefined
  #isTransparent = false
  #corner: PageCorner | null = null
  /** Not before it is captured: a page that is only asked for its layers need not be drawn. */
  #isWarm = false
  /** As in pictures: the page is changed a little for them. */
  #isShown = false

  private constructor(link: PageLink, method: CaptureMethod, { size, shown }: { size: FrameSize; shown: { site: Site | null } }) {
    this.#size = size
    this.#link = link
    this.method = method
    this.#shown = shown
  }

  static async attach(session: CDPSession, method: CaptureMethod, { size, liveness }: { size: FrameSize; liveness: Liveness }): Promise<FramePage> {
    const shown: { site: Site | null } = { site: null }
    const link = await PageLink.attach(session, liveness, () => shown.site)
    await method.whileDrawing(session.send('Emulation.setDeviceMetricsOverride', { ...size, deviceScaleFactor: 1, mobile: false }))
    return new FramePage(link, method, { size, shown })
  }

  /**
   * Loads a scene and waits until it is ready to be seeked.
   * @param view where frames are not as the page was opened for: outputs of several sizes are drawn in one Chromium
   * @throws TEMPLATE_FAILED with the page's own error, CHROMIUM_STUCK, CANCELLED
   */
  async open(site: Site, signal: AbortSignal, view?: FrameView): Promise<void> {
    if (this.#shown.site === site && this.#corner === null) return
    await this.#takeCorner(null, signal)
    if (view) await this.#takeView(view, signal)
    this.#shown.site = site
    this.#lastFrame = null
    this.#link.forgetErrors()
    const loading = this.method.whileDrawing(this.#load(site))
    await this.#link.limited(loading, { what: `make the first frame of ${site.entry}`, limit: 'firstFrameMs', signal })
    this.#isWarm = false
    this.#isShown = false
  }

  /**
   * Opens a scene of which only the corner is drawn, without loss, and transparent where nothing is painted. The page is laid out as ever.
   * @param view of the whole page
   * @throws as open, and what the expression throws
   */
  async openCorner(site: Site, corner: PageCorner, signal: AbortSignal, view?: FrameView): Promise<void> {
    const { width, height, expression } = corner
    const isOpen = this.#shown.site === site && this.#corner?.expression === expression
    if (isOpen && this.#corner?.width === width && this.#corner.height === height) return
    await this.open(site, signal, view)
    await this.ask(expression, signal)
    await this.#takeCorner(corner, signal)
    await this.#takeBackground(true, signal)
    this.#format = { type: 'png' }
  }

  /**
   * The scene's picture at a time, the same whatever was drawn before it. A page that draws nothing new repeats its last picture: no frame is ever left out.
   * @param timeMs from the scene's start
   * @throws CHROMIUM_STUCK, CHROMIUM_CRASHED, TEMPLATE_FAILED, CANCELLED
   */
  async frameAt(timeMs: number, signal: AbortSignal): Promise<Buffer> {
    await this.#begin(signal)
    // Awaited before the capture: sent together, a third of the frames came one too late.
    await this.#show(timeMs, signal)
    const picture = (await this.#frameLimited(this.method.capture(this.#format), signal)) ?? this.#lastFrame
    this.#link.throwTemplateError()
    if (!picture) throw new FramefarmError('CHROMIUM_CRASHED', 'Chromium made a frame without a picture')
    this.#lastFrame = picture
    return picture
  }

  /** Draws the page once: a Chromium that can do this can capture. @throws CHROMIUM_STUCK, CHROMIUM_CRASHED, CANCELLED */
  async draw(signal: AbortSignal): Promise<void> {
    await this.#frameLimited(this.method.draw(), signal)
  }

  /** The scene at a time, to be looked at: with little loss, but coded in half the time. @throws as frameAt */
  async pictureAt(timeMs: number, signal: AbortSignal): Promise<Buffer> {
    await this.#begin(signal)
    await this.#show(timeMs, signal)
    return this.picture({ isTransparent: false, format: { type: 'jpeg', quality: 95 } }, signal)
  }

  /**
   * The page as it is now, without loss unless a format is given. With `isTransparent`, what the page does not paint is transparent.
   * @throws CHROMIUM_STUCK, CHROMIUM_CRASHED, CANCELLED
   */
  async picture({ isTransparent, format = { type: 'png' } }: PictureWish, signal: AbortSignal): Promise<Buffer> {
    this.#lastFrame = null
    await this.#warmUp(signal)
    const behind = (color: Protocol.DOM.RGBA | null) => this.#link.session.send('Emulation.setDefaultBackgroundColorOverride', color ? { color } : {})
    const take = async () => {
      // A change of what is behind the page makes a frame of one that Chromium would leave out as unchanged.
      await behind({ r: 0, g: 0, b: 0, a: isTransparent ? 1 : 0 })
      await this.method.draw()
      await behind(isTransparent ? clear : null)
      const picture = await this.method.capture(format)
      await behind(this.#isTransparent ? clear : null)
      return picture
    }
    const picture = await this.#frameLimited(take(), signal)
    if (!picture) throw new FramefarmError('CHROMIUM_CRASHED', 'Chromium made a frame without a picture')
    return picture
  }

  /**
   * What the page itself says: the result of an expression as JSON. No frame is drawn meanwhile.
   * @throws TEMPLATE_FAILED, CHROMIUM_STUCK, CHROMIUM_CRASHED, CANCELLED
   */
  async ask<T>(expression: string, signal: AbortSignal): Promise<T> {
    if (this.#isShown) {
      const straightened = this.#link.evaluate('framefarm.slanting().then(({ straighten }) => straighten())')
      await this.#link.limited(straightened, { what: 'answer', limit: 'firstFrameMs', signal })
      this.#isShown = false
    }
    return this.#link.limited(this.#link.evaluate<T>(expression), { what: 'answer', limit: 'firstFrameMs', signal })
  }

  async #takeView({ width, height, format, isTransparent }: FrameView, signal: AbortSignal): Promise<void> {
    this.#format = format
    await this.#takeBackground(isTransparent, signal)
    if (width === this.#size.width && height === this.#size.height) return
    const metrics = { width, height, deviceScaleFactor: 1, mobile: false }
    const resizing = this.method.whileDrawing(this.#link.session.send('Emulation.setDeviceMetricsOverride', metrics))
    await this.#link.limited(resizing, { what: `take the size ${width} x ${height}`, limit: 'firstFrameMs', signal })
    this.#size = { width, height }
  }

  async #takeBackground(isTransparent: boolean, signal: AbortSignal): Promise<void> {
    if (isTransparent === this.#isTransparent) return
    const behind = this.#link.session.send('Emulation.setDefaultBackgroundColorOverride', isTransparent ? { color: clear } : {})
    await this.#link.limited(behind, { what: 'take its background', limit: 'firstFrameMs', signal })
    this.#isTransparent = isTransparent
  }

  /** How much of the page is drawn; null for all of it. A page of which a corner was drawn has to be loaded again. */
  async #takeCorner(corner: PageCorner | null, signal: AbortSignal): Promise<void> {
    if (corner === this.#corner) return
    if (this.#corner) {
      this.#shown.site = null
      await this.#takeBackground(false, signal)
    }
    const { width, height } = corner ?? this.#size
    const cutting = this.method.whileDrawing(this.#link.session.send('Emulation.setVisibleSize', { width, height }))
    await this.#link.limited(cutting, { what: `take the size ${width} x ${height}`, limit: 'firstFrameMs', signal })
    this.#corner = corner
  }

  /**
   * All rasters are made at the scene's start, as it is shown in pictures: Chromium keeps and moves them, and what was drawn
   * before, or which frame is the first, must not be seen in them.
   */
  async #begin(signal: AbortSignal): Promise<void> {
    if (this.#isShown) return
    await this.#link.limited(this.#makeRasters(), { what: 'make the rasters of its layers', limit: 'firstFrameMs', signal })
    this.#isWarm = true
    this.#isShown = true
  }

  async #makeRasters(): Promise<void> {
    await this.#link.evaluate('framefarm.show(0)')
    for (const call of ['hideAll', 'showLargest']) {
      await this.#link.evaluate(`framefarm.slanting().then((page) => page.${call}())`)
      await this.method.draw()
    }
    await this.#link.evaluate('framefarm.slanting().then((page) => page.endLargest())')
    await this.#link.evaluate('framefarm.show(0)')
    for (let frame = 0; frame < warmUpFrames; frame++) await this.method.draw()
  }

  async #show(timeMs: number, signal: AbortSignal): Promise<void> {
    await this.#frameLimited(this.#link.evaluate(`framefarm.show(${timeMs})`), signal)
  }

  async #warmUp(signal: AbortSignal): Promise<void> {
    if (this.#isWarm) return
    for (let frame = 0; frame < warmUpFrames; frame++) await this.draw(signal)
    this.#isWarm = true
  }

  async #load({ entry }: Site): Promise<void> {
    await this.#link.navigate(siteOrigin + entry)
    this.#link.throwTemplateError()
    await this.#link.evaluate("globalThis.framefarm ? framefarm.ready : Promise.reject(new Error('the page does not import ../runtime.js'))")
    this.#link.throwTemplateError()
  }

  #frameLimited<T>(call: Promise<T>, signal: AbortSignal): Promise<T> {
    return this.#link.limited(call, { what: 'deliver a frame', limit: 'frameMs', signal })
  }
}
