/** Text of which a page takes none for its own. */
export function escaped(text: unknown): string {
  return String(text).replaceAll(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`)
}

/** A page around what it shows. */
export function htmlPage(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<link rel="stylesheet" href="/docs/docs.css">
<main>
${body}
</main>
</html>
`
}
