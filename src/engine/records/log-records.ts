import type { Session } from '../database.ts'

/** What is told of a render's work to whoever looks into its log. */
export type LogLine = { readonly level: 'info' | 'warn' | 'error'; readonly message: string } & Readonly<Record<string, unknown>>

/** A line as it is kept. */
export function lineText(line: LogLine): string {
  return JSON.stringify({ time: new Date().toISOString(), ...line })
}

export async function insertLogLine(session: Session, renderId: string, line: LogLine): Promise<void> {
  await session.query('insert into framefarm.log_lines (render_id, line) values ($1, $2::text::json)', [renderId, lineText(line)])
}

/** A JSON object a line, oldest first. */
export async function logOf(session: Session, renderId: string): Promise<string> {
  const rows = await session.query<{ readonly line: string }>('select line::text as line from framefarm.log_lines where render_id = $1 order by id', [
    renderId,
  ])
  return rows.map(({ line }) => `${line}\n`).join('')
}
