/** Markup that is known to be safe to put into a page. */
export type Markup = { readonly markup: string }

type Part = Markup | string | number | null | readonly Markup[]

/** A piece of HTML or SVG; what is put in is escaped unless it is markup itself. */
export function markup(texts: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return { markup: texts.map((text, index) => text + written(parts[index] ?? '')).join('') }
}

function written(part: Part): string {
  if (part === null) return ''
  if (typeof part === 'object') return 'markup' in part ? part.markup : part.map((one) => one.markup).join('')
  return typeof part === 'number' ? String(Number(part.toFixed(2))) : escaped(part)
}

function escaped(text: string): string {
  const names: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
  return text.replaceAll(/[&<>"]/g, (sign) => names[sign] ?? sign)
}
