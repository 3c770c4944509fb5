import { join } from 'node:path'
import { inlineModules } from './inline-modules.ts'
import { policyOf, readPageLook, type PageLook } from './page-look.ts'

export type PageParts = PageLook & { readonly script: string; readonly policy: string }

const page = join(import.meta.dirname, 'page')
const styles = ['strip.css', 'viewer.css', 'verdict.css']

/** The unchanging parts of the page. */
export async function readPageParts(): Promise<PageParts> {
  const look = await readPageLook(styles.map((name) => join(page, name)))
  const script = await inlineModules(join(page, 'page.js'))
  return { ...look, script, policy: policyOf({ style: look.style, script }) }
}
