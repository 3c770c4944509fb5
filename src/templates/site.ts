/** One file of a page's site. Read when the page asks for it. */
export type SiteFile = { readonly contentType: string; readonly read: () => Promise<Buffer> }

/**
 * All that a page may ask for, by path from the site's root. The renderer answers its requests from here without any network,
 * and the preview serves the same map over HTTP below an address of its own: files name each other by relative addresses.
 */
export type Site = { readonly entry: string; readonly files: ReadonlyMap<string, SiteFile> }

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.jpg': 'image/jpeg',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
  '.otf': 'font/otf',
}

export function contentTypeOf(path: string): string {
  return contentTypes[/\.[a-z0-9]+$/i.exec(path)?.[0].toLowerCase() ?? ''] ?? 'application/octet-stream'
}
