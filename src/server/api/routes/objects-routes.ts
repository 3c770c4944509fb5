import { join } from 'node:path'
import { z } from 'zod'
import { objectAnswer, objectList, putAnswer, type ObjectFacts } from '../../../api/stored-objects.ts'
import { FramefarmError } from '../../../shared/errors.ts'
import type { StoredObject } from '../../../storage/objects/object-store.ts'
import { openWorkFolder } from '../../../storage/work-folder.ts'
import { receiveFile } from '../assets/receive-file.ts'
import { notFound } from '../request-errors.ts'
import { route, type Route } from '../route.ts'
import { sendStored } from '../send-stored.ts'

// What machines of a farm share, for those that cannot reach the store itself. Names are in the query: a proxy may change a path.

const nameQuery = z.strictObject({ name: z.string().min(1).max(4096) })
const common = { tag: 'workers', access: 'worker' } as const

const list = route(
  {
    ...common,
    method: 'get',
    path: '/v1/worker/objects',
    id: 'listObjects',
    summary: 'Files of the store whose names begin so',
    query: z.strictObject({ prefix: z.string().max(4096) }),
    replies: { 200: { description: 'In no order', json: objectList } },
    faults: ['OBJECT_NAME_WRONG', 'STORAGE_UNAVAILABLE'],
  },
  async ({ parts, query, signal }) => {
    const objects: ObjectFacts[] = []
    for await (const object of parts.workerStore.list(query.prefix, signal)) objects.push(factsOf(object))
    return { status: 200, json: { objects } }
  },
)

const stat = route(
  {
    ...common,
    method: 'get',
    path: '/v1/worker/objects/facts',
    id: 'getObjectFacts',
    summary: 'What is known of a file of the store',
    query: nameQuery,
    replies: { 200: { description: 'Of the file, or that there is none', json: objectAnswer } },
    faults: ['OBJECT_NAME_WRONG', 'STORAGE_UNAVAILABLE'],
  },
  async ({ parts, query, signal }) => {
    const object = await parts.workerStore.stat(query.name, signal)
    return { status: 200, json: { object: object && factsOf(object) } }
  },
)

const read = route(
  {
    ...common,
    method: 'get',
    path: '/v1/worker/objects/content',
    id: 'getObject',
    summary: 'A file of the store, or the part of it that Range asks for',
    query: nameQuery,
    replies: {
      200: { description: 'The file', mediaTypes: ['application/octet-stream'] },
      206: { description: 'The part', mediaTypes: ['application/octet-stream'] },
    },
    faults: ['NOT_FOUND', 'OBJECT_NAME_WRONG', 'RANGE_WRONG', 'STORAGE_UNAVAILABLE'],
  },
  async ({ parts, query, response, signal }) => {
    response.set({ 'Content-Type': 'application/octet-stream', 'Cache-Control': 'no-store' })
    if (await sendStored(response, { store: parts.workerStore, name: query.name, signal })) return 'sent'
    throw notFound('such file')
  },
)

const put = route(
  {
    ...common,
    method: 'post',
    path: '/v1/worker/objects/content',
    id: 'putObject',
    summary: 'Put a file into the store',
    description: 'Whole, or not at all: `sha256` is of all its bytes. What is there stays, unless `replace` is true.',
    query: nameQuery.extend({
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      mediaType: z.string().max(200),
      replace: z.enum(['true', 'false']).default('false'),
    }),
    bodyTypes: ['application/octet-stream'],
    replies: { 200: { description: 'It is there', json: putAnswer } },
    faults: ['REQUEST_MALFORMED', 'OBJECT_NAME_WRONG', 'DISK_FULL', 'OUTPUT_UNWRITABLE', 'STORAGE_UNAVAILABLE'],
  },
  async ({ parts, query, request, signal }) => {
    const { name, mediaType, replace } = query
    await using work = await openWorkFolder(parts.workFolder)
    const path = join(work.path, 'received')
    const { sha256 } = await receiveFile(request, { path, maxBytes: Number.POSITIVE_INFINITY, flags: 'wx' })
    if (sha256 !== query.sha256) throw new FramefarmError('REQUEST_MALFORMED', `the bytes of ${name} have the hash ${sha256}, not ${query.sha256}`)
    return { status: 200, json: { put: await parts.workerStore.put(name, path, { mediaType, replace: replace === 'true', signal }) } }
  },
)

/** What is done to one file, with nothing to tell afterwards. */
function change(facts: Pick<Route, 'method' | 'path' | 'id' | 'summary'>, what: 'touch' | 'remove'): Route {
  const replies = { 204: { description: 'Done, also where there is none' } }
  return route({ ...common, ...facts, query: nameQuery, replies, faults: ['OBJECT_NAME_WRONG', 'STORAGE_UNAVAILABLE'] }, async (call) => {
    await call.parts.workerStore[what](call.query.name, call.signal)
    return { status: 204 }
  })
}

const touch = change({ method: 'post', path: '/v1/worker/objects/touch', id: 'touchObject', summary: 'Say that a file is in use' }, 'touch')
const remove = change({ method: 'delete', path: '/v1/worker/objects/content', id: 'removeObject', summary: 'Remove a file of the store' }, 'remove')

function factsOf({ usedAt, ...facts }: StoredObject): ObjectFacts {
  return { ...facts, usedAt: usedAt.toISOString() }
}

export const objectsRoutes = [list, stat, read, put, touch, remove]
