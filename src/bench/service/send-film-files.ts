import { openAsBlob } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { FilmDocument, FramefarmClient } from '../../client/index.ts'

const sourceFields = new Set(['image', 'source'])

/**
 * A film of this machine as a server can render it: its files are uploaded, each once.
 * @param path of its JSON
 */
export async function sendFilmFiles(client: FramefarmClient, path: string): Promise<FilmDocument> {
  const sent = new Map<string, Promise<string>>()
  const folder = dirname(path)
  const idOf = (name: string) => {
    const upload = sent.get(name) ?? openAsBlob(join(folder, name)).then(async (file) => (await client.assets.upload(file)).id)
    sent.set(name, upload)
    return upload
  }
  const rewritten = async (value: unknown): Promise<unknown> => {
    if (Array.isArray(value)) return Promise.all(value.map(rewritten))
    if (typeof value !== 'object' || value === null) return value
    const entries = Object.entries(value).map(async ([name, part]: [string, unknown]): Promise<[string, unknown]> => {
      const isFile = sourceFields.has(name) && typeof part === 'string' && !/^[a-z]+:/.test(part)
      return [name, isFile ? await idOf(part) : await rewritten(part)]
    })
    return Object.fromEntries(await Promise.all(entries))
  }
  return (await rewritten(JSON.parse(await readFile(path, 'utf8')))) as FilmDocument
}
