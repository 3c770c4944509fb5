import { dirname, join, sep } from 'node:path'

/**
 * What this program is called by on a command line: `npx framefarm` where it is installed in the project of a folder, for then it is not on PATH.
 * @param own a path in this program
 */
export function programName(folder = process.cwd(), own = import.meta.dirname): string {
  for (let above = folder; ; above = dirname(above)) {
    if (own.startsWith(join(above, 'node_modules') + sep)) return 'npx framefarm'
    if (above === dirname(above)) return 'framefarm'
  }
}
