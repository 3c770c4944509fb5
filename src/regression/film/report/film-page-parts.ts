import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

type FilmPageParts = {
  readonly style: string
  /** SVG of the mark. */
  readonly icon: string
  /** Content-Security-Policy: this page's own style and pictures, and nothing else. */
  readonly policy: string
}

/** What the pages of the server have too. */
const shared = join(import.meta.dirname, '../../../server/page-parts')
/** And what the report on frames has. */
const framesPage = join(import.meta.dirname, '../../report/page')

/** The unchanging parts of the page. */
export async function readPageParts(): Promise<FilmPageParts> {
  const files = [join(shared, 'colours.css'), join(shared, 'reset.css'), join(framesPage, 'page.css'), join(import.meta.dirname, 'page/film.css')]
  const style = (await Promise.all(files.map((path) => readFile(path, 'utf8')))).join('\n')
  const icon = await readFile(join(shared, 'icon.svg'), 'utf8')
  const hash = createHash('sha256').update(style).digest('base64')
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'`
  return { style, icon, policy }
}
