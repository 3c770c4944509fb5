import type { CDPSession, Protocol } from 'puppeteer'
import { FramefarmError, messageOf } from '../shared/errors.ts'
import { throwIfCancelled, within } from '../shared/within.ts'
import { answerRequests, siteOrigin, type RefusedRequests } from './answer-requests.ts'
import type { CaptureMethod } from './capture-method.ts'
import { stuckError, type Liveness } from './liveness.ts'
import type { Site } from '../templates/site.ts'

type FrameSize = { readonly width: number; readonly height: number }

/** Frames are drawn after a load and thrown away, so that what the page adds last is in the first one that counts. */
const warmUpFrames = 2

/** One page that shows one scene after another and gives their frames. */
export class FramePage {
  readonly method: CaptureMethod
  readonly #session: CDPSession
  readonly #liveness: Liveness
  readonly #pageErrors: string[] = []
  #refused: RefusedRequests = { urls: [] }
  #site: Site | null = null
  #lastFrame: Buffer | null = null

  private constructor(session: CDPSession, method: CaptureMethod, liveness: Liveness) {
    this.#session = session
    this.method = method
    this.#liveness = liveness
  }

  static async attach(session: CDPSession, method: CaptureMethod, { size, liveness }: { size: FrameSize; liveness: Liveness }): Promise<FramePage> {
    const page = new FramePage(session, method, liveness)
    // A page whose renderer has died answers nothing any more; without a session its calls fail at once.
    session.once('Inspector.targetCrashed', () => void session.detach())
    session.on('Runtime.exceptionThrown', ({ exceptionDetails }) => page.#pageErrors.push(textOf(exceptionDetails)))
    await Promise.all([session.send('Page.enable'), session.send('Runtime.enable'), session.send('Inspector.enable')])
    page.#refused = await answerRequests(session, () => page.#site)
    await method.whileDrawing(session.send('Emulation.setDeviceMetricsOverride', { ...size, deviceScaleFactor: 1, mobile: false }))
    return page
  }

  /**
   * Loads a scene and waits until it is ready to be seeked.
   * @throws TEMPLATE_FAILED with the page's own error, CHROMIUM_STUCK, CANCELLED
   */
  async open(site: Site, signal: AbortSignal): Promise<void> {
    if (this.#site === site) return
    this.#site = site
    this.#lastFrame = null
    this.#pageErrors.length = 0
    this.#refused.urls.length = 0
    const ms = this.#liveness.firstFrameMs
    const timedOut = () => this.#templateError() ?? stuckError(`make the first frame of ${site.entry}`, 'firstFrameMs', ms)
    await guarded(this.method.whileDrawing(this.#load(site)), { ms, signal, timedOut })
    for (let frame = 0; frame < warmUpFrames; frame++) await this.#limited(this.method.capture(), signal)
  }

  /**
   * The scene's picture at a time. A page that draws nothing new repeats its last picture: no frame is ever left out.
   * @param timeMs from the scene's start
   * @throws CHROMIUM_STUCK, CHROMIUM_CRASHED, TEMPLATE_FAILED, CANCELLED
   */
  async frameAt(timeMs: number, signal: AbortSignal): Promise<Buffer> {
    // Awaited before the capture: sent together, a third of the frames came one too late.
    await this.#limited(this.#evaluate(`framefarm.seek(${timeMs})`), signal)
    const picture = (await this.#limited(this.method.capture(), signal)) ?? this.#lastFrame
    this.#throwTemplateError()
    if (!picture) throw new FramefarmError('CHROMIUM_CRASHED', 'Chromium made a frame without a picture')
    this.#lastFrame = picture
    return picture
  }

  /** Draws the page once: a Chromium that can do this can capture. @throws CHROMIUM_STUCK, CHROMIUM_CRASHED, CANCELLED */
  async draw(signal: AbortSignal): Promise<void> {
    await this.#limited(this.method.draw(), signal)
  }

  /** The scene at a time, without loss. @throws as frameAt */
  async pictureAt(timeMs: number, signal: AbortSignal): Promise<Buffer> {
    await this.#limited(this.#evaluate(`framefarm.seek(${timeMs})`), signal)
    return this.picture({ isTransparent: false }, signal)
  }

  /**
   * The page as it is now, without loss. With `isTransparent`, what the page does not paint is transparent.
   * @throws CHROMIUM_STUCK, CHROMIUM_CRASHED, CANCELLED
   */
  async picture({ isTransparent }: { readonly isTransparent: boolean }, signal: AbortSignal): Promise<Buffer> {
    this.#lastFrame = null
    const behind = (color: Protocol.DOM.RGBA | null) => this.#session.send('Emulation.setDefaultBackgroundColorOverride', color ? { color } : {})
    const take = async () => {
      // A change of what is behind the page makes a frame of one that Chromium would leave out as unchanged.
      await behind({ r: 0, g: 0, b: 0, a: isTransparent ? 1 : 0 })
      await this.method.draw()
      await behind(isTransparent ? { r: 0, g: 0, b: 0, a: 0 } : null)
      const picture = await this.method.capture({ type: 'png' })
      if (isTransparent) await behind(null)
      return picture
    }
    const picture = await this.#limited(take(), signal)
    if (!picture) throw new FramefarmError('CHROMIUM_CRASHED', 'Chromium made a frame without a picture')
    return picture
  }

  /**
   * What the page itself says: the result of an expression as JSON. No frame is drawn meanwhile.
   * @throws TEMPLATE_FAILED, CHROMIUM_STUCK, CHROMIUM_CRASHED, CANCELLED
   */
  async ask<T>(expression: string, signal: AbortSignal): Promise<T> {
    const ms = this.#liveness.firstFrameMs
    const asked = this.#session.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true })
    const { result, exceptionDetails } = await guarded(asked, { ms, signal, timedOut: () => stuckError('answer', 'firstFrameMs', ms) })
    if (exceptionDetails) throw new FramefarmError('TEMPLATE_FAILED', `the template's page failed: ${textOf(exceptionDetails)}`)
    return result.value as T
  }

  async #load({ entry }: Site): Promise<void> {
    const loaded = new Promise<void>((resolve) => this.#session.once('Page.loadEventFired', () => resolve()))
    const { errorText } = await this.#session.send('Page.navigate', { url: siteOrigin + entry })
    if (errorText !== undefined) throw new FramefarmError('TEMPLATE_FAILED', `the page ${entry} could not be opened: ${errorText}`)
    await loaded
    this.#throwTemplateError()
    await this.#evaluate("globalThis.framefarm ? framefarm.ready : Promise.reject(new Error('the page does not import ../runtime.js'))")
    this.#throwTemplateError()
  }

  async #evaluate(expression: string): Promise<void> {
    const { exceptionDetails } = await this.#session.send('Runtime.evaluate', { expression, awaitPromise: true })
    if (exceptionDetails)
      throw this.#templateError() ?? new FramefarmError('TEMPLATE_FAILED', `the template's page failed: ${textOf(exceptionDetails)}`)
  }

  #limited<T>(call: Promise<T>, signal: AbortSignal): Promise<T> {
    const ms = this.#liveness.frameMs
    return guarded(call, { ms, signal, timedOut: () => stuckError('deliver a frame', 'frameMs', ms) })
  }

  #throwTemplateError(): void {
    const error = this.#templateError()
    if (error) throw error
  }

  #templateError(): FramefarmError | null {
    const [url] = this.#refused.urls
    if (url !== undefined) return new FramefarmError('TEMPLATE_FAILED', `the template's page asked for ${url}, which it does not have`)
    const [text] = this.#pageErrors
    return text === undefined ? null : new FramefarmError('TEMPLATE_FAILED', `the template's page failed: ${text}`)
  }
}

/** A call to Chromium within a limit; what fails in the call itself is a crash. */
async function guarded<T>(call: Promise<T>, limit: Parameters<typeof within>[1]): Promise<T> {
  try {
    return await within(call, limit)
  } catch (cause) {
    throwIfCancelled(limit.signal)
    if (cause instanceof FramefarmError) throw cause
    throw new FramefarmError('CHROMIUM_CRASHED', `Chromium ended while it was drawing: ${messageOf(cause)}`, { cause })
  }
}

function textOf({ exception, text }: Protocol.Runtime.ExceptionDetails): string {
  return (exception?.description ?? text).split('\n')[0] ?? text
}
