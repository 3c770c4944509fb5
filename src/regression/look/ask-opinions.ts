import type { LoadedFilm } from '../../farm/load-film.ts'
import type { ComparedFrame } from './compare-frame.ts'
import type { BrowserName, Opinion } from '../opinion/opinion.ts'

type Order = { readonly film: LoadedFilm; readonly opinions?: readonly BrowserName[]; readonly reportFolder: string }

/** What other browsers show of the frames that were drawn; nothing where none is to be asked. @throws as findBrowsers and askBrowsers */
export async function askOpinions(
  frames: readonly ComparedFrame[],
  { film, opinions = [], reportFolder }: Order,
  signal: AbortSignal,
): Promise<readonly Opinion[]> {
  if (opinions.length === 0) return []
  const [{ askBrowsers }, { findBrowsers }] = await Promise.all([import('../opinion/ask-browsers.ts'), import('../opinion/find-browser.ts')])
  const asked = frames.flatMap(({ checked: { pick, actual } }) => (actual === null ? [] : [{ pick, picture: actual }]))
  return askBrowsers({ film, frames: asked, browsers: await findBrowsers(opinions), folder: reportFolder }, signal)
}
