import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inlineModules } from './inline-modules.ts'

export type PageParts = {
  readonly style: string
  readonly script: string
  /** SVG of the mark. */
  readonly icon: string
  /** Content-Security-Policy: this page's own script, style and pictures, and nothing else. */
  readonly policy: string
}

const page = join(import.meta.dirname, 'page')
/** What the pages of the server have too. */
const shared = join(import.meta.dirname, '../../server/page-parts')
const styles = ['page.css', 'strip.css', 'viewer.css', 'verdict.css']

/** The unchanging parts of the page. */
export async function readPageParts(): Promise<PageParts> {
  const files = [join(shared, 'colours.css'), join(shared, 'reset.css'), ...styles.map((name) => join(page, name))]
  const style = (await Promise.all(files.map((path) => readFile(path, 'utf8')))).join('\n')
  const script = await inlineModules(join(page, 'page.js'))
  const icon = await readFile(join(shared, 'icon.svg'), 'utf8')
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  return { style, script, icon, policy }
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}
