import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

type Titles = { readonly titles?: readonly string[]; readonly width?: number; readonly height?: number; readonly seconds?: number }

/**
 * Writes a film of short scenes with a title each, the later ones coming in by a crossfade, which needs no other file.
 * @returns the path of its JSON
 */
export async function writeTitlesFilm(
  folder: string,
  { titles = ['One', 'Two'], width = 320, height = 180, seconds = 0.5 }: Titles = {},
  name = 'film',
): Promise<string> {
  const scenes = titles.map((title, index) => ({
    template: 'title-card',
    duration: seconds,
    props: { title, background: index % 2 === 0 ? '#14161b' : '#402030' },
    ...(index === 0 ? {} : { transition: { type: 'crossfade', duration: 0.2 } }),
  }))
  const path = join(folder, `${name}.json`)
  await writeFile(path, JSON.stringify({ version: 1, output: { width, height, fps: 30 }, scenes }))
  return path
}

/** Writes the film again with a value of its JSON replaced. */
export async function rewriteFilm(path: string, from: string, to: string): Promise<void> {
  const text = await readFile(path, 'utf8')
  if (!text.includes(from)) throw new Error(`the film has no ${from}`)
  await writeFile(path, text.replaceAll(from, to))
}
