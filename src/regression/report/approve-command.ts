import { programName } from '../../shared/program-name.ts'

/** Where the command looks when it is not told. */
const usualFolder = 'frames-report'

/**
 * The command that approves frames as they are now, to be pasted into a shell as it stands.
 * @param names of picks; none for all of them
 * @param folder of the report
 */
export function approveCommand(filmPath: string, names: readonly string[], folder: string): string {
  const elsewhere = folder === usualFolder ? [] : ['--report', quoted(folder)]
  return [programName(), 'frames approve', quotedPath(filmPath), ...(names.length === 0 ? ['--all'] : names.map(quoted)), ...elsewhere].join(' ')
}

/** A path that begins with a hyphen would be taken for an option. */
function quotedPath(path: string): string {
  return quoted(path.startsWith('-') ? `./${path}` : path)
}

function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`
}
