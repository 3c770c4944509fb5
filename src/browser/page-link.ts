import type { CDPSession, Protocol } from 'puppeteer'
import { FramefarmError, messageOf } from '../shared/errors.ts'
import { throwIfCancelled, within } from '../shared/within.ts'
import type { Site } from '../templates/site.ts'
import { answerRequests, type RefusedRequests } from './answer-requests.ts'
import { stuckError, type Liveness } from './liveness.ts'

type Limit = { readonly what: string; readonly limit: keyof Liveness; readonly signal: AbortSignal }

/** A page of a Chromium: calls to it, each within a limit, and what has gone wrong in it. */
export class PageLink {
  readonly session: CDPSession
  readonly #liveness: Liveness
  readonly #pageErrors: string[] = []
  #refused: RefusedRequests = { urls: [] }

  private constructor(session: CDPSession, liveness: Liveness) {
    this.session = session
    this.#liveness = liveness
  }

  static async attach(session: CDPSession, liveness: Liveness, currentSite: () => Site | null): Promise<PageLink> {
    const link = new PageLink(session, liveness)
    // A page whose renderer has died answers nothing any more; without a session its calls fail at once.
    session.once('Inspector.targetCrashed', () => void session.detach())
    session.on('Runtime.exceptionThrown', ({ exceptionDetails }) => link.#pageErrors.push(textOf(exceptionDetails)))
    await Promise.all([session.send('Page.enable'), session.send('Runtime.enable'), session.send('Inspector.enable')])
    link.#refused = await answerRequests(session, currentSite)
    return link
  }

  /** Another scene is about to be opened: the errors of the last one are not its own. */
  forgetErrors(): void {
    this.#pageErrors.length = 0
    this.#refused.urls.length = 0
  }

  /** The result of an expression in the page, as JSON; promises are awaited. @throws TEMPLATE_FAILED */
  async evaluate<T>(expression: string): Promise<T> {
    const { result, exceptionDetails } = await this.session.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true })
    if (exceptionDetails) throw this.templateError() ?? templateFailed(`the template's page failed: ${textOf(exceptionDetails)}`)
    return result.value as T
  }

  /** @throws TEMPLATE_FAILED where the page has no such address */
  async navigate(url: string): Promise<void> {
    const loaded = new Promise<void>((resolve) => this.session.once('Page.loadEventFired', () => resolve()))
    const { errorText } = await this.session.send('Page.navigate', { url })
    if (errorText !== undefined) throw templateFailed(`the page ${url} could not be opened: ${errorText}`)
    await loaded
  }

  /**
   * A call within one of the limits; what fails in the call itself is a crash.
   * @throws CHROMIUM_STUCK "Chromium did not (what) within ...", or the page's own error where it has one; CHROMIUM_CRASHED, CANCELLED
   */
  async limited<T>(call: Promise<T>, { what, limit, signal }: Limit): Promise<T> {
    const ms = this.#liveness[limit]
    const timedOut = () => this.templateError() ?? stuckError(what, limit, ms)
    try {
      return await within(call, { ms, signal, timedOut })
    } catch (cause) {
      throwIfCancelled(signal)
      if (cause instanceof FramefarmError) throw cause
      throw new FramefarmError('CHROMIUM_CRASHED', `Chromium ended while it was drawing: ${messageOf(cause)}`, { cause })
    }
  }

  throwTemplateError(): void {
    const error = this.templateError()
    if (error) throw error
  }

  templateError(): FramefarmError | null {
    const [url] = this.#refused.urls
    if (url !== undefined) return templateFailed(`the template's page asked for ${url}, which it does not have`)
    const [text] = this.#pageErrors
    return text === undefined ? null : templateFailed(`the template's page failed: ${text}`)
  }
}

function templateFailed(message: string): FramefarmError {
  return new FramefarmError('TEMPLATE_FAILED', message)
}

function textOf({ exception, text }: Protocol.Runtime.ExceptionDetails): string {
  return (exception?.description ?? text).split('\n')[0] ?? text
}
