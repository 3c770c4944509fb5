import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Of package.json, two folders up from here in the checkout and in the package alike. */
export function version(): string {
  const manifest = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as { version: string }
  return manifest.version
}
