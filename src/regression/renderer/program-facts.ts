import { readFile, stat } from 'node:fs/promises'

/** What is smaller is a script that starts another program. */
const leastProgramBytes = 1e6
const mostScriptBytes = 64e3

type ProgramFacts = readonly (readonly [path: string, bytes: number, changedMs: number])[]

/**
 * What changes when a program is replaced. Distributions install scripts in the place of browsers, which stay as they are when the
 * browser does not, so the programs that a script names are looked at too; null for a script that names none.
 */
export async function programFacts(path: string): Promise<ProgramFacts | null> {
  const own = await factsOf(path)
  if (own === null) return null
  if (own[1] >= leastProgramBytes) return [own]
  if (own[1] > mostScriptBytes) return null
  const named = (await readFile(path, 'latin1')).match(/(?:\/[\w.+-]+){2,}/g) ?? []
  const facts = await Promise.all([...new Set(named)].map(factsOf))
  const programs = facts.filter((one) => one !== null && one[1] >= leastProgramBytes)
  return programs.length === 0 ? null : [own, ...programs.filter((one) => one !== null)]
}

async function factsOf(path: string): Promise<ProgramFacts[number] | null> {
  const facts = await stat(path).catch(() => null)
  return facts?.isFile() ? [path, facts.size, facts.mtimeMs] : null
}
