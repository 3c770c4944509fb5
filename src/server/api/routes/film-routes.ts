import { z } from 'zod'
import type { DeliveredFile } from '../../../api/render-farm.ts'
import { FramefarmError } from '../../../shared/errors.ts'
import { notFound } from '../request-errors.ts'
import { route, type Call } from '../route.ts'
import { sendDelivered } from '../send-delivered.ts'
import { renderParams } from './render-params.ts'

const nameQuery = z.strictObject({ name: z.string().min(1).max(200).optional().describe('Of a film with several outputs: which') })

const fileReplies = {
  200: { description: 'The file', mediaTypes: ['application/octet-stream'] },
  206: { description: 'The part that Range asks for', mediaTypes: ['application/octet-stream'] },
  302: { description: 'It can be had elsewhere for a while', headers: { Location: 'Signed address' } },
  304: { description: 'It is still what If-None-Match names' },
  416: { description: 'The file has no such part' },
}

const sentFile = {
  tag: 'renders',
  access: 'key',
  params: renderParams,
  replies: fileReplies,
  faults: ['NOT_FOUND', 'STATE_WRONG', 'FILE_GONE'],
} as const

const film = route(
  { ...sentFile, method: 'get', path: '/v1/renders/:id/film', id: 'getFilm', summary: 'The finished film', query: nameQuery },
  (call) => sendOne(call, 'film'),
)

const poster = route(
  {
    ...sentFile,
    method: 'get',
    path: '/v1/renders/:id/poster',
    id: 'getPoster',
    summary: 'The poster of the finished film',
    description: 'Where the film asks for none it is the middle of the first scene; that one goes to no destination.',
    query: nameQuery,
  },
  (call) => sendOne(call, 'poster'),
)

const file = route(
  {
    ...sentFile,
    method: 'get',
    path: '/v1/renders/:id/files/:name',
    id: 'getFile',
    summary: 'Any file of the finished film, by its name in `outputs`',
    params: renderParams.extend({ name: z.string().min(1).max(255) }),
  },
  async (call) => {
    const files = await filesOf(call)
    // Looked up in the list, never joined to a path.
    const found = files.find((delivered) => delivered.file.file === call.params.name)
    if (!found) throw notFound('such file')
    return sendDelivered(call, found)
  },
)

const log = route(
  {
    method: 'get',
    path: '/v1/renders/:id/log',
    id: 'getLog',
    tag: 'renders',
    summary: 'The log of a render',
    access: 'key',
    params: renderParams,
    replies: { 200: { description: 'A JSON object a line', mediaTypes: ['application/x-ndjson'] } },
    faults: ['NOT_FOUND'],
  },
  async ({ parts, params, owner }) => {
    const lines = await parts.farm.log(params.id, owner)
    if (lines === null) throw notFound('such render')
    return { status: 200, bytes: lines, type: 'application/x-ndjson' }
  },
)

type FileCall = Pick<Call<{ readonly id: string }>, 'parts' | 'params' | 'owner' | 'response' | 'signal'>

async function sendOne(call: FileCall & Pick<Call<unknown, z.output<typeof nameQuery>>, 'query'>, kind: 'film' | 'poster') {
  const { name } = call.query
  const files = (await filesOf(call)).filter((delivered) => delivered.file.kind === kind)
  const found = name === undefined ? files[0] : files.find((delivered) => delivered.file.name === name)
  if (!found) throw notFound(`${kind}${name === undefined ? ' of this render' : ' of this name'}`)
  return sendDelivered(call, found)
}

async function filesOf({ parts, params, owner }: FileCall): Promise<readonly DeliveredFile[]> {
  const render = await parts.farm.find(params.id, owner)
  if (!render) throw notFound('such render')
  if (render.state !== 'succeeded') throw new FramefarmError('STATE_WRONG', `the render is ${render.state}; it has files when it has succeeded`)
  const files = await parts.farm.files(params.id, owner)
  if (!files) throw notFound('such render')
  return files
}

export const filmRoutes = [film, poster, file, log]
