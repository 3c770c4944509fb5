import { FramefarmError } from '../shared/errors.ts'
import type { Session } from './database.ts'
import { openEngine } from './open-engine.ts'

type Table = {
  readonly name: string
  /** Where only some rows are ours to move. */
  readonly where?: string
  /** A column that counts by itself. */
  readonly counter?: string
}

/** In an order in which nothing refers to what is not there yet. */
const tables: readonly Table[] = [
  { name: 'framefarm.renders', counter: 'sequence' },
  { name: 'framefarm.scenes' },
  { name: 'framefarm.chunks' },
  { name: 'framefarm.leases' },
  { name: 'framefarm.events' },
  { name: 'framefarm.log_lines', counter: 'id' },
  { name: 'framefarm.idempotency_keys' },
  { name: 'framefarm.webhook_deliveries', counter: 'sequence' },
  { name: 'framefarm.webhook_secrets' },
  { name: 'framefarm.speeds' },
  { name: 'framefarm.workers' },
  { name: 'pgboss.job', where: "t.name = 'work'" },
]

const rowsAtOnce = 500

/** How many rows of each table were moved. */
export type MovedRows = Readonly<Record<string, number>>

/**
 * Copies every render with all that belongs to it, whatever lies below: PGlite or PostgreSQL of any version. The first stays as it is.
 * No server may be at work on either.
 * @throws DATABASE_IN_USE, DATABASE_UNAVAILABLE, TOOL_SETTING_WRONG; USAGE where the second already has renders
 */
export async function moveDatabase(fromUrl: string, toUrl: string): Promise<MovedRows> {
  await using parts = new AsyncDisposableStack()
  const [from, to] = [
    parts.adopt(await openEngine(fromUrl), ({ close }) => close()).database,
    parts.adopt(await openEngine(toUrl), ({ close }) => close()).database,
  ]
  // Awaited here: what is returned as a promise would outlive the two databases.
  return await to.transaction(async (session) => {
    const [first] = await session.query('select 1 from framefarm.renders limit 1')
    if (first) throw new FramefarmError('USAGE', 'the database to move to already has renders', { hint: 'give the address of an empty one' })
    const moved: Record<string, number> = {}
    for (const table of tables) moved[table.name] = await copyTable(from, session, table)
    return moved
  })
}

/** As JSON: both sides have the same columns, since both were brought to this version when they were opened. */
async function copyTable(from: Session, to: Session, { name, where = 'true', counter }: Table): Promise<number> {
  let place = '(0,0)'
  let count = 0
  for (;;) {
    const rows = await from.query<{ readonly place: string; readonly row: string }>(
      `select t.ctid::text as place, row_to_json(t)::text as row from ${name} t where t.ctid > $1::tid and ${where} order by t.ctid limit ${rowsAtOnce}`,
      [place],
    )
    if (rows.length === 0) break
    await to.query(`insert into ${name} overriding system value select * from json_populate_recordset(null::${name}, $1::text::json)`, [
      `[${rows.map(({ row }) => row).join(',')}]`,
    ])
    count += rows.length
    place = rows.at(-1)?.place ?? place
  }
  if (counter !== undefined) {
    await to.query(`select setval(pg_get_serial_sequence('${name}', '${counter}'), (select coalesce(max(${counter}), 0) + 1 from ${name}), false)`)
  }
  return count
}
