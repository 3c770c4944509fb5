import { messageOf } from '../../shared/errors.ts'
import { CommandFailure } from './run-command.ts'

/** Why a row has no figures, in one line. A command of ours says it as JSON, or names the option that it does not know. */
export function faultText(error: unknown): string {
  const text = error instanceof CommandFailure ? (jsonMessage(error.stdout) ?? usageMessage(error.stderr) ?? error.message) : messageOf(error)
  const line = text
    .trim()
    .split(/\s*\n\s*/)
    .join(' ')
  return line.length > 200 ? `${line.slice(0, 200)}...` : line
}

function jsonMessage(stdout: string): string | null {
  try {
    const { error } = JSON.parse(stdout) as { error?: { message?: string } }
    return error?.message ?? null
  } catch {
    return null
  }
}

function usageMessage(stderr: string): string | null {
  const method = /option '--method <name>' argument '(\w+)' is invalid/.exec(stderr)?.[1]
  return method === undefined ? null : `this version of Framefarm has no method ${method}`
}
