import { readFile } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'

const imports = /^import \{([^}]*)\} from '(\.[^']*)'\n/gm
const exports = /^export (?=(?:async )?(?:function|class|const) (\w+))/gm

/**
 * The script of a page and all that it imports as one, so that it runs without any file beside it. Each module becomes a function that gives
 * what it exports, so that names stay its own. Modules may import by name from relative paths, and export functions, classes and constants
 * where they are declared; anything else is refused.
 */
export async function inlineModules(entry: string): Promise<string> {
  const names = new Map<string, string>()
  const pieces: string[] = []
  const add = async (path: string): Promise<string> => {
    const known = names.get(path)
    if (known !== undefined) return known
    const name = `module${names.size + 1}`
    names.set(path, name)
    const source = await readFile(path, 'utf8')
    const taken: string[] = []
    for (const [, wanted = '', from = ''] of source.matchAll(imports)) {
      taken.push(`const {${wanted.trim().replace(/,$/, '')} } = ${await add(resolve(dirname(path), from))}`)
    }
    const given = [...source.matchAll(exports)].map(([, exported]) => exported)
    const body = source.replaceAll(imports, '').replaceAll(exports, '')
    if (/^(?:import|export)\b|<\/script|<!--/im.test(body)) throw new Error(`${basename(path)} has what cannot be put into a page`)
    pieces.push(`const ${name} = (() => {\n${taken.join('\n')}\n${body}\nreturn { ${given.join(', ')} }\n})()\n`)
    return name
  }
  await add(entry)
  return pieces.join('')
}
