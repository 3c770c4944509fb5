import { randomBytes } from 'node:crypto'
import type { IdempotencyKey, RenderNeeds } from '../api/render-farm.ts'
import type { RenderRequest } from '../api/render-request.ts'
import type { Session } from '../engine/database.ts'
import { findIdempotencyKeys, insertIdempotencyKeys, type KnownKey } from '../engine/records/idempotency-records.ts'
import { countQueuedRenders, insertRenders, type NewRender, type RenderRow } from '../engine/records/render-records.ts'
import { FramefarmError } from '../shared/errors.ts'
import { amendFilm } from './amend-film.ts'
import type { CoordinatorContext } from './coordinator-context.ts'
import { dueSeconds, guessFrames } from './render-size.ts'
import { taskJob } from './render-jobs.ts'

export type Submission = {
  readonly request: RenderRequest
  /** As renders name it. */
  readonly owner: string
  readonly idempotency: IdempotencyKey | null
  readonly needs: RenderNeeds
}

/** A render that was accepted, or what an earlier request with the same key had made. */
export type Submitted = { readonly row: RenderRow; readonly scenes: number } | { readonly replayOf: string }

/**
 * Accepts renders, in the order given, in one transaction: each with its key and its first job, or not at all.
 * @param submissions no two of them with the same owner and key
 * @returns for each of them what was accepted, or why it was not: IDEMPOTENCY_MISMATCH, QUEUE_FULL
 * @throws IDEMPOTENCY_IN_FLIGHT where another coordinator accepts one of them at this moment; then none is accepted
 */
export async function submitRenders(
  context: CoordinatorContext,
  submissions: readonly Submission[],
): Promise<readonly (Submitted | FramefarmError)[]> {
  const { engine, work } = context
  const outcomes = await engine.database.transaction(async (session) => {
    const known = await earlierOutcomes(session, submissions)
    const room = await roomFor(session, context)
    const fresh = submissions.filter((_, index) => !known[index])
    const accepted = await accept(session, context, fresh.slice(0, room))
    if (accepted.length < fresh.length) context.fullQueue.note(context.settings.maxQueued)
    const rest = [...accepted]
    return known.map((outcome) => outcome ?? rest.shift() ?? context.fullQueue.refusal())
  })
  if (outcomes.some((outcome) => 'row' in outcome)) work.wake()
  return outcomes
}

/** For those whose key is known. */
async function earlierOutcomes(session: Session, submissions: readonly Submission[]): Promise<readonly (Submitted | FramefarmError | undefined)[]> {
  const keys = submissions.flatMap(({ owner, idempotency }) => (idempotency ? [{ owner, key: idempotency.key }] : []))
  const known = keys.length > 0 ? await findIdempotencyKeys(session, keys) : []
  const byName = new Map(known.map((one) => [nameOf(one), one]))
  return submissions.map(({ owner, idempotency }) => {
    const earlier = idempotency && byName.get(nameOf({ owner, key: idempotency.key }))
    return earlier ? replay(earlier, idempotency) : undefined
  })
}

/** Of a key, which another owner may have as well. */
export function nameOf({ owner, key }: Pick<KnownKey, 'owner' | 'key'>): string {
  return JSON.stringify([owner, key])
}

function replay({ renderId, bodyHash, key }: KnownKey, sent: IdempotencyKey): Submitted | FramefarmError {
  if (bodyHash === sent.bodyHash) return { replayOf: renderId }
  return new FramefarmError('IDEMPOTENCY_MISMATCH', `the Idempotency-Key ${key} was used before for another request`)
}

/** How many renders more may wait. */
async function roomFor(session: Session, { settings: { maxQueued } }: CoordinatorContext): Promise<number> {
  return Math.max(0, maxQueued - (await countQueuedRenders(session)))
}

async function accept(session: Session, context: CoordinatorContext, submissions: readonly Submission[]): Promise<readonly Submitted[]> {
  if (submissions.length === 0) return []
  const renders = submissions.map((submission) => newRender(submission, context))
  const rows = await insertRenders(session, renders)
  const keys = submissions.flatMap(({ owner, idempotency }, index) =>
    idempotency ? [{ owner, ...idempotency, renderId: renders[index]?.id ?? '' }] : [],
  )
  if (keys.length > 0 && !(await insertIdempotencyKeys(session, keys))) throw inFlight(keys.map(({ key }) => key).join(', '))
  await context.engine.jobs.add(
    session,
    rows.map((row) => taskJob(row, 'prepare')),
  )
  return rows.map((row, index) => ({ row, scenes: renders[index]?.scenes ?? 0 }))
}

export function inFlight(key: string): FramefarmError {
  return new FramefarmError('IDEMPOTENCY_IN_FLIGHT', `a request with the Idempotency-Key ${key} is being answered`)
}

function newRender({ request: { film, ...terms }, owner, needs }: Submission, { speeds }: CoordinatorContext): NewRender {
  const frames = guessFrames(film)
  return {
    ...{ id: `rnd_${randomBytes(16).toString('hex')}`, owner, film, terms, frames, scenes: amendFilm(film, []).sentScenes.length },
    ...{ needsMemoryBytes: needs.memoryBytes, needsEncoders: needs.encoders, dueSeconds: dueSeconds(frames, terms.method, speeds) },
  }
}
