import { join } from 'node:path'
import type { Owner, RenderFarm, RenderFilter } from '../api/render-farm.ts'
import type { Render } from '../api/render.ts'
import { findIdempotencyKeys } from '../engine/records/idempotency-records.ts'
import { logOf } from '../engine/records/log-records.ts'
import { filmOfRender, findRender, listRenders, usageOf, type RenderRow } from '../engine/records/render-records.ts'
import { cancelRender } from './cancel-render.ts'
import type { CoordinatorContext } from './coordinator-context.ts'
import { followEvents } from './follow-events.ts'
import { measureLoad } from './measure-load.ts'
import { ownerName } from './owner-name.ts'
import { readPageToken, writePageToken } from './page-token.ts'
import { changeRender, type RenderChange } from './render-change.ts'
import { retryRender } from './retry-render.ts'
import { submissionsOf } from './submissions.ts'
import { viewNewRender, viewRenders } from './view-renders.ts'
import { webhookBook } from './webhook-book.ts'

/** The farm as the HTTP server sees it. */
export function renderFarm(context: CoordinatorContext): RenderFarm {
  const { database } = context.engine
  const submissions = submissionsOf(context)
  const find = async (id: string, owner: Owner) => {
    const row = await findRender(database, id, ownerName(owner))
    return row && viewOne(context, row)
  }
  const change = async (id: string, owner: Owner, work: (render: RenderChange) => Promise<void>) => {
    await changeRender(context, id, async (render) => {
      if (render.row.owner === ownerName(owner)) await work(render)
    })
    return find(id, owner)
  }
  return {
    submit: async (request, owner, idempotency, needs = { memoryBytes: 0, encoders: [] }) => {
      const submitted = await submissions({ request, owner: ownerName(owner), idempotency, needs })
      if ('row' in submitted) return { render: viewNewRender(context, submitted.row, submitted.scenes), isReplay: false }
      const render = await find(submitted.replayOf, owner)
      if (!render) throw new Error(`unreachable: ${submitted.replayOf} was accepted`)
      return { render, isReplay: true }
    },
    isKnownKey: async (key, owner) => (await findIdempotencyKeys(database, [{ owner: ownerName(owner), key }])).length > 0,
    find,
    film: async (id, owner) => ((await findRender(database, id, ownerName(owner))) ? filmOfRender(database, id) : null),
    list: (filter, owner) => list(context, filter, owner),
    cancel: (id, owner) => change(id, owner, (render) => cancelRender(context, render)),
    retry: (id, owner) => change(id, owner, (render) => retryRender(context, render)),
    events: async (id, owner, after) => {
      const row = await findRender(database, id, ownerName(owner))
      return row && followEvents(context, { id, owner: row.owner, afterId: after.id, signal: after.signal })
    },
    files: async (id, owner) => {
      const row = await findRender(database, id, ownerName(owner))
      if (row?.state !== 'succeeded') return null
      return row.outputs.map((file) => ({ path: join(context.settings.rendersFolder, id, file.file), object: `renders/${id}/${file.file}`, file }))
    },
    log: async (id, owner) => {
      const row = await findRender(database, id, ownerName(owner))
      return row && logOf(database, id)
    },
    usage: (owner, since) => usageOf(database, ownerName(owner), since),
    webhooks: webhookBook(context),
    load: () => measureLoad(context),
  }
}

async function viewOne(context: CoordinatorContext, row: RenderRow): Promise<Render | null> {
  return (await viewRenders(context, [row]))[0] ?? null
}

async function list(context: CoordinatorContext, filter: RenderFilter, owner: Owner): ReturnType<RenderFarm['list']> {
  const { states = null, createdAfter = null, createdBefore = null, limit, pageToken } = filter
  const beforeSequence = pageToken === undefined ? null : readPageToken(pageToken)
  // One more than is shown says whether there is another page.
  const page = { owner: ownerName(owner), states, createdAfter, createdBefore, beforeSequence, limit: limit + 1 }
  const rows = await listRenders(context.engine.database, page)
  const shown = rows.slice(0, limit)
  const last = rows.length > limit ? shown.at(-1) : undefined
  return { renders: await viewRenders(context, shown), nextPageToken: last ? writePageToken(last.sequence) : null }
}
