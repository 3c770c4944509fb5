import type { Session } from '../database.ts'

/** How much all before counts against a new measurement. */
const oldShare = 0.8

/** Moves a mean towards what was measured since. @returns the mean */
export async function learnSpeed(
  session: Session,
  name: string,
  { mean, count }: { readonly mean: number; readonly count: number },
): Promise<number> {
  const [row] = await session.query<{ readonly value: number }>(
    `insert into framefarm.speeds as known (name, value) values ($1, $2)
     on conflict (name) do update set value = known.value + ((1 - power($3::float8, $4::integer)) * (excluded.value - known.value)), measured_at = now() returning value`,
    [name, mean, oldShare, count],
  )
  return row?.value ?? mean
}

export async function allSpeeds(session: Session): Promise<ReadonlyMap<string, number>> {
  const rows = await session.query<{ readonly name: string; readonly value: number }>('select name, value from framefarm.speeds')
  return new Map(rows.map(({ name, value }) => [name, value]))
}
