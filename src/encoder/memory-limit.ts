/** A program as it is started, and what comes before its own arguments. */
export type Start = { readonly program: string; readonly firstArgs: readonly string[] }

/**
 * How a program is started that may have only so much memory: what it asks for beyond that it does not get, and it goes on or ends by itself.
 * Node cannot limit what it starts, and a shell can. Where there is none (Windows), and on macOS, which does not count, there is no limit.
 * @param maxBytes of all that it writes to, the stacks of its threads with it (8 MB each); RLIMIT_DATA
 */
export function withMemoryLimit(program: string, maxBytes: number): Start {
  if (process.platform === 'win32') return { program, firstArgs: [] }
  // A limit of the whole server may be lower, and then stays.
  const script = `ulimit -d ${Math.floor(maxBytes / 1024)} 2>/dev/null; exec "$0" "$@"`
  return { program: '/bin/sh', firstArgs: ['-c', script, program] }
}
