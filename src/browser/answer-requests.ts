import type { CDPSession, Protocol } from 'puppeteer'
import { messageOf } from '../shared/errors.ts'
import { scenePolicy } from '../templates/scene-policy.ts'
import type { Site } from '../templates/site.ts'

/** The origin that pages see. `.invalid` can never be a real host, and https makes it a secure context. */
export const siteOrigin = 'https://scene.invalid'

/** A full Chromium asks for it of itself, whatever the page says. */
const iconOfBrowser = `${siteOrigin}/favicon.ico`

/** What a page asked for and could not get; a template with any is refused. */
export type RefusedRequests = { readonly urls: string[] }

/**
 * Answers every request of a page from its site; all else fails in the page as blocked, most of it before it is a request at all.
 * @returns the list of refused addresses, which grows as the page asks
 */
export async function answerRequests(session: CDPSession, currentSite: () => Site | null): Promise<RefusedRequests> {
  const refused: RefusedRequests = { urls: [] }
  session.on('Fetch.requestPaused', (request) => {
    answer(session, request, currentSite()).then(
      (served) => {
        if (!served) refused.urls.push(request.request.url)
      },
      // The page or its Chromium has gone: whoever waits for it is told by its own call.
      (error: unknown) => refused.urls.push(`${request.request.url} (${messageOf(error)})`),
    )
  })
  session.on('Audits.issueAdded', ({ issue }) => {
    const { blockedURL, isReportOnly } = issue.details.contentSecurityPolicyIssueDetails ?? {}
    if (blockedURL !== undefined && isReportOnly !== true) refused.urls.push(blockedURL)
  })
  await session.send('Audits.enable')
  await session.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] })
  return refused
}

async function answer(session: CDPSession, { requestId, request }: Protocol.Fetch.RequestPausedEvent, site: Site | null): Promise<boolean> {
  const url = new URL(request.url)
  const file = url.origin === siteOrigin ? site?.files.get(url.pathname) : undefined
  if (!file) {
    await session.send('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' })
    return request.url === iconOfBrowser
  }
  const body = await file.read()
  await session.send('Fetch.fulfillRequest', {
    requestId,
    responseCode: 200,
    responseHeaders: [
      { name: 'Content-Type', value: file.contentType },
      { name: 'Content-Security-Policy', value: scenePolicy },
    ],
    body: body.toString('base64'),
  })
  return true
}
