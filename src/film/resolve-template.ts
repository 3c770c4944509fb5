import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const allowedTemplate = 'the name of a template, or the path of a folder that starts with ./, ../ or /'

/**
 * What a scene's `template` means: a built-in name, or the absolute path of a user's own folder.
 * @param folder where relative paths start; null for a film that came in a request: a template is a program, and it may name none of its own
 */
export function resolveTemplate(text: string, folder: string | null): { readonly template: string } | { readonly fault: string } {
  if (text.includes('\0')) return { fault: 'has a zero byte in it' }
  if (/^[a-z][a-z0-9-]*$/.test(text)) return { template: text }
  if (folder === null) return { fault: 'is not the name of a template' }
  if (/^(?:\.{1,2}$|\.{0,2}[/\\])/.test(text)) return { template: resolve(folder, text) }
  if (!text.startsWith('file:')) return { fault: 'is neither the name of a template nor a path' }
  try {
    return { template: fileURLToPath(text) }
  } catch {
    return { fault: 'is not a valid file: address' }
  }
}
