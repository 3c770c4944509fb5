import { readFileSync } from 'node:fs'
import { isAlive } from '../shared/process-tree.ts'

/**
 * When a process began, in ticks since the machine did: tells it from a later one with the same id.
 * `alive` where there is no /proc to say it, and '' where there is no such process.
 */
export function startOf(pid: number): string {
  if (!isAlive(pid)) return ''
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name may hold spaces and brackets; the 20th field after its last bracket is the time of start.
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return state === 'Z' ? '' : (fields[18] ?? '')
  } catch {
    return 'alive'
  }
}
