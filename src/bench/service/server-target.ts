import type { FilmDocument, FramefarmClient } from '../../client/index.ts'

/** The server that is measured. */
export type ServerTarget = {
  /** Without a slash at the end. */
  readonly url: string
  readonly apiKey: string | undefined
  /** Of the server's process on this machine; null: its processor time and memory are not measured. */
  readonly pid: number | null
  /** A film whose files the server has. */
  readonly film: FilmDocument
  readonly client: FramefarmClient
}

/** One request, once, as plain as it can be: retries would hide what is to be measured. */
export async function askServer({ url, apiKey }: ServerTarget, path: string, options: RequestInit = {}): Promise<Response> {
  const headers = new Headers(options.headers)
  if (apiKey !== undefined) headers.set('Authorization', `Bearer ${apiKey}`)
  if (typeof options.body === 'string') headers.set('Content-Type', 'application/json')
  return fetch(`${url}${path}`, { ...options, headers })
}
