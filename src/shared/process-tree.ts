import { readFileSync, readdirSync } from 'node:fs'

type ProcessEntry = {
  readonly pid: number
  readonly parent: number
  readonly group: number
  readonly isZombie: boolean
  readonly residentPages: number
  readonly command: string
}

const pageBytes = 4096

/** Every process below `root`, and `root` itself, by /proc. Empty where there is no /proc. */
export function processTree(root: number): readonly ProcessEntry[] {
  const all = allProcesses()
  const tree = new Set([root])
  // Parents usually have lower ids than children, but ids wrap: repeat until nothing is added.
  for (let before = 0; before !== tree.size;) {
    before = tree.size
    for (const { pid, parent } of all) if (tree.has(parent)) tree.add(pid)
  }
  return all.filter(({ pid }) => tree.has(pid))
}

/** The living processes of a group, by /proc. Empty where there is no /proc. */
export function processGroup(group: number): readonly ProcessEntry[] {
  return allProcesses().filter((entry) => entry.group === group && !entry.isZombie)
}

/** Resident memory of a group of processes, in bytes. Shared pages count once for each. 0 where it cannot be told. */
export function residentBytes(group: number): number {
  return processGroup(group).reduce((sum, { residentPages }) => sum + residentPages * pageBytes, 0)
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

function allProcesses(): readonly ProcessEntry[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap(readProcess)
  } catch {
    return []
  }
}

function readProcess(pid: string): readonly ProcessEntry[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name may hold spaces and brackets; the fields start after its last bracket: state, parent, group, ...
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
    return [
      {
        pid: Number(pid),
        parent: Number(fields[1]),
        group: Number(fields[2]),
        isZombie: fields[0] === 'Z',
        residentPages: Number(fields[21]),
        command,
      },
    ]
  } catch {
    return [] // it ended meanwhile
  }
}
