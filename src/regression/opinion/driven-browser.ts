import { siteOrigin } from '../../browser/answer-requests.ts'
import { scenePolicy } from '../../templates/scene-policy.ts'
import type { Site } from '../../templates/site.ts'

/** One page of a browser, whichever library drives it. */
export type DrivenPage = {
  readonly goto: (address: string) => Promise<unknown>
  /** What an expression comes to, once it is no promise any more. */
  readonly evaluate: (expression: string) => Promise<unknown>
  readonly screenshot: () => Promise<Uint8Array>
  /** Errors that scripts of the page have thrown, the earliest first. */
  readonly errors: string[]
}

export type DrivenBrowser = { readonly version: string; readonly page: DrivenPage; readonly close: () => Promise<void> }

export type OpenWishes = {
  readonly path: string
  readonly width: number
  readonly height: number
  /** The site that requests are answered from. */
  readonly currentSite: () => Site | null
}

/** Of one step: a film of 4K in software takes seconds for a picture. */
export const stepMs = 30_000
/** A Firefox makes its profile first; on a busy machine that takes half a minute. */
export const startMs = 120_000

export type Answer = { readonly contentType: string; readonly headers: Readonly<Record<string, string>>; readonly body: Buffer }

/** From the scene's files alone, with the policy that they have in the renderer; null for all else: there is no network. */
export async function answerOf(address: string, site: Site | null): Promise<Answer | null> {
  const url = new URL(address)
  const file = url.origin === siteOrigin ? site?.files.get(url.pathname) : undefined
  return file ? { contentType: file.contentType, headers: { 'Content-Security-Policy': scenePolicy }, body: await file.read() } : null
}
