import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { markup, type Markup } from '../../shared/markup.ts'

/** What a report looks like, in the page itself. */
export type PageLook = {
  readonly style: string
  /** SVG of the mark. */
  readonly icon: string
}

/** What the pages of the server have too. */
const shared = join(import.meta.dirname, '../../server/page-parts')
const page = join(import.meta.dirname, 'page')

/** The style of all reports, and after it those of one. @param styles paths */
export async function readPageLook(styles: readonly string[]): Promise<PageLook> {
  const files = [join(shared, 'colours.css'), join(shared, 'base.css'), join(page, 'page.css'), ...styles]
  const style = (await Promise.all(files.map((path) => readFile(path, 'utf8')))).join('\n')
  return { style, icon: await readFile(join(shared, 'icon.svg'), 'utf8') }
}

/** Content-Security-Policy of a page that needs nothing but itself: this style, this script where it has one, its pictures, and nothing else. */
export function policyOf({ style, script }: { readonly style: string; readonly script?: string }): string {
  const scripts = script === undefined ? [] : [`script-src ${hashOf(script)}`]
  return ["default-src 'none'", ...scripts, `style-src ${hashOf(style)}`, 'img-src data:', "base-uri 'none'", "form-action 'none'"].join('; ')
}

/** From its beginning to the end of its head. */
export function pageHead(title: string, { style, icon, policy }: PageLook & { readonly policy: string }): Markup {
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Framefarm">
<title>${title}</title>
<link rel="icon" href="data:image/svg+xml;base64,${Buffer.from(icon).toString('base64')}">
<style>${{ markup: style }}</style>
</head>`
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}
