/** Where the command looks when it is not told. */
const usualFolder = 'frames-report'

/**
 * The command that approves frames as they are now, to be pasted into a shell as it stands.
 * @param names of picks; none for all of them
 * @param folder of the report
 */
export function approveCommand(filmPath: string, names: readonly string[], folder: string): string {
  // A path that begins with a hyphen would be taken for an option.
  const path = filmPath.startsWith('-') ? `./${filmPath}` : filmPath
  const elsewhere = folder === usualFolder ? [] : ['--report', quoted(folder)]
  return ['framefarm frames approve', quoted(path), ...(names.length === 0 ? ['--all'] : names.map(quoted)), ...elsewhere].join(' ')
}

function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`
}
