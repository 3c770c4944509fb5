import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Source, SourceScheme } from './film.ts'

const schemes: readonly SourceScheme[] = ['file', 'http', 'https', 'gs']

/** An absolute address for what a film says of an asset, or why there is none. A plain path starts at `folder`. */
export function resolveSource(text: string, folder: string): Source | { readonly fault: string } {
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(text)?.[1]?.toLowerCase()
  if (scheme === undefined) {
    if (text.includes('\0')) return { fault: 'has a zero byte in it' }
    return { text, scheme: 'file', url: pathToFileURL(resolve(folder, text)) }
  }
  const known = schemes.find((name) => name === scheme)
  if (!known) return { fault: `has the scheme ${scheme}:, which cannot be read` }
  if (!URL.canParse(text)) return { fault: 'is not a valid address' }
  const url = new URL(text)
  if (known === 'file' && url.hostname !== '') return { fault: 'is a file: address with a host' }
  if (known === 'gs' && (url.hostname === '' || url.pathname.length < 2)) return { fault: 'must be gs://BUCKET/OBJECT' }
  return { text, scheme: known, url }
}
