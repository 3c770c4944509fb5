import { existsSync } from 'node:fs'
import { join } from 'node:path'

const source = join(import.meta.dirname, 'prefault.c')
const library = join(import.meta.dirname, 'prefault.so')

/** How the library is built, with any C compiler. The Dockerfiles do the same. */
export const prefaultBuild = { source, library, command: ['cc', '-O2', '-shared', '-fPIC', '-o', library, source] } as const

type FoundPrefault = { readonly library: string } | { readonly fault: string; readonly hint: string }

/** The library that has Chromium take the memory of a picture whole; prefault.c says why. Without it all works, and what Chromium draws takes longer. */
export function findPrefault(): FoundPrefault {
  if (process.platform !== 'linux') return { fault: 'is for Linux alone', hint: 'nothing to do' }
  if (process.env['FRAMEFARM_PREFAULT'] === 'off') return { fault: 'FRAMEFARM_PREFAULT is off', hint: 'take that variable away' }
  // The loader takes them for the end of a path, and has no way to quote them.
  if (/[\s:]/.test(library)) return { fault: `${library} has a space or a colon in it`, hint: 'move framefarm to another folder' }
  if (!existsSync(library))
    return { fault: 'was not built', hint: `run \`npm run setup\` where a C compiler is, or \`${prefaultBuild.command.join(' ')}\`` }
  return { library }
}

/**
 * The environment of a Chromium, with the library where it was found.
 * @param env what this process preloads already is kept
 */
export function withPrefault(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const found = findPrefault()
  if ('fault' in found) return env
  return { ...env, LD_PRELOAD: [found.library, env['LD_PRELOAD']].filter(Boolean).join(':') }
}
