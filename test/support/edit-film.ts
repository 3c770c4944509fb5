import { readFile, writeFile } from 'node:fs/promises'

/** Changes a film file. The tests know their films, so the type is theirs. */
export async function editFilm(
  path: string,
  change: (film: { output: Record<string, unknown>; scenes: Record<string, unknown>[]; [key: string]: unknown }) => void,
): Promise<void> {
  const film = JSON.parse(await readFile(path, 'utf8'))
  change(film)
  await writeFile(path, JSON.stringify(film))
}
