import { InvalidArgumentError } from 'commander'
import { browserNames, type BrowserName } from '../regression/opinion/opinion.ts'

/** "chromium,firefox", for commander. */
export function parseBrowsers(text: string): readonly BrowserName[] {
  return text.split(',').map((part) => {
    const name = browserNames.find((known) => known === part.trim())
    if (name === undefined) throw new InvalidArgumentError(`It must be of ${browserNames.join(', ')}, with commas between them.`)
    return name
  })
}
