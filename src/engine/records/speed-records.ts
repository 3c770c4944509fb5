import type { Session } from '../database.ts'

/** How much a new measurement counts against all before it. */
const newShare = 0.2

export async function learnSpeed(session: Session, name: string, value: number): Promise<number> {
  const [row] = await session.query<{ readonly value: number }>(
    `insert into framefarm.speeds as known (name, value) values ($1, $2)
     on conflict (name) do update set value = known.value + ($3::float8 * (excluded.value - known.value)), measured_at = now() returning value`,
    [name, value, newShare],
  )
  return row?.value ?? value
}

export async function allSpeeds(session: Session): Promise<ReadonlyMap<string, number>> {
  const rows = await session.query<{ readonly name: string; readonly value: number }>('select name, value from framefarm.speeds')
  return new Map(rows.map(({ name, value }) => [name, value]))
}
