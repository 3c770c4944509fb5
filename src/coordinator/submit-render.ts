import { randomBytes } from 'node:crypto'
import type { IdempotencyKey, Owner, RenderNeeds } from '../api/render-farm.ts'
import type { RenderRequest } from '../api/render-request.ts'
import type { Session } from '../engine/database.ts'
import { findIdempotencyKey, insertIdempotencyKey } from '../engine/records/idempotency-records.ts'
import { countQueuedRenders, insertRender } from '../engine/records/render-records.ts'
import { insertScenes } from '../engine/records/scene-records.ts'
import { FramefarmError } from '../shared/errors.ts'
import { amendFilm } from './amend-film.ts'
import type { CoordinatorContext } from './coordinator-context.ts'
import { RenderChange } from './render-change.ts'
import { dueSeconds, guessFrames } from './render-size.ts'
import { addTask } from './render-jobs.ts'
import { ownerName } from './owner-name.ts'

type Submitted = { readonly id: string; readonly isReplay: boolean }
type Submission = {
  readonly request: RenderRequest
  readonly owner: Owner
  readonly idempotency: IdempotencyKey | null
  readonly needs: RenderNeeds
}

/**
 * Accepts a render, or finds what an earlier request with the same key has made. It, its key and its first job are there together or not at all.
 * @param inFlight keys of requests that are being answered by this process
 * @throws IDEMPOTENCY_IN_FLIGHT, IDEMPOTENCY_MISMATCH, QUEUE_FULL
 */
export async function submitRender(context: CoordinatorContext, submission: Submission, inFlight: Set<string>): Promise<Submitted> {
  const { owner, idempotency } = submission
  if (!idempotency) return accept(context, submission)
  const name = JSON.stringify([ownerName(owner), idempotency.key])
  if (inFlight.has(name)) throw new FramefarmError('IDEMPOTENCY_IN_FLIGHT', `a request with the Idempotency-Key ${idempotency.key} is being answered`)
  inFlight.add(name)
  try {
    return await accept(context, submission)
  } finally {
    inFlight.delete(name)
  }
}

async function accept(context: CoordinatorContext, { request, owner, idempotency, needs }: Submission): Promise<Submitted> {
  // A request with a key may have been accepted before.
  if (!idempotency) context.fullQueue.throwIfFull()
  const accepted = await context.engine.database.transaction(async (session) => {
    const name = ownerName(owner)
    const known = idempotency && (await knownRender(session, name, idempotency))
    if (known) return known
    await refuseWhenFull(session, context)
    const { film, ...terms } = request
    const frames = guessFrames(film)
    const row = await insertRender(session, {
      ...{ id: `rnd_${randomBytes(16).toString('hex')}`, owner: name, film, terms, frames },
      ...{ needsMemoryBytes: needs.memoryBytes, needsEncoders: needs.encoders, dueSeconds: dueSeconds(frames, terms.method, context.speeds) },
    })
    if (idempotency && !(await insertIdempotencyKey(session, { owner: name, ...idempotency, renderId: row.id }))) {
      // Another coordinator accepts the same request at this moment.
      throw new FramefarmError('IDEMPOTENCY_IN_FLIGHT', `a request with the Idempotency-Key ${idempotency.key} is being answered`)
    }
    const change = new RenderChange(session, row)
    await insertScenes(session, row.id, amendFilm(film, []).sentScenes.length)
    await change.tell({ type: 'state', state: 'queued' })
    await change.log({ level: 'info', message: 'render is queued', state: 'queued' })
    await addTask(context, change, 'prepare')
    return { id: row.id, change }
  })
  if (!('change' in accepted)) return { ...accepted, isReplay: true }
  accepted.change.publish(context)
  return { id: accepted.id, isReplay: false }
}

async function knownRender(session: Session, owner: string, { key, bodyHash }: IdempotencyKey): Promise<{ readonly id: string } | null> {
  const known = await findIdempotencyKey(session, owner, key)
  if (!known) return null
  if (known.bodyHash !== bodyHash) throw new FramefarmError('IDEMPOTENCY_MISMATCH', `the Idempotency-Key ${key} was used before for another request`)
  return { id: known.renderId }
}

async function refuseWhenFull(session: Session, { fullQueue, settings: { maxQueued } }: CoordinatorContext): Promise<void> {
  const queued = await countQueuedRenders(session)
  if (queued < maxQueued) return
  fullQueue.note(queued)
  fullQueue.throwIfFull()
}
