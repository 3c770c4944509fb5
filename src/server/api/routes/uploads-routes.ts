import { z } from 'zod'
import { FramefarmError } from '../../../shared/errors.ts'
import { tooLarge } from '../assets/receive-file.ts'
import type { Upload } from '../assets/upload-store.ts'
import { notFound } from '../request-errors.ts'
import { route, type Call } from '../route.ts'

/** https://tus.io/protocols/resumable-upload: 1.0 with creation, expiration and termination, so that its clients work here. */
const tus = { 'Tus-Resumable': '1.0.0' }
const partType = 'application/offset+octet-stream'

const wholeNumber = z
  .string()
  .regex(/^\d{1,15}$/, 'is not a number of bytes')
  .transform(Number)
const uploadParams = z.object({ id: z.string().regex(/^[0-9a-f]{32}$/) })
const place = {
  'Upload-Offset': 'Bytes that are here',
  'Upload-Length': 'Bytes of the whole file',
  'Upload-Expires': 'When an unfinished upload is removed',
  'Asset-Id': 'What films call the file; when it is whole',
}
const common = { tag: 'assets', access: 'key', params: uploadParams } as const

const options = route(
  {
    method: 'options',
    path: '/v1/uploads',
    id: 'getUploadOptions',
    tag: 'assets',
    summary: 'What this server knows of resumable uploads',
    access: 'open',
    replies: { 204: { description: 'As headers', headers: { 'Tus-Version': 'Versions', 'Tus-Extension': 'Extensions', 'Tus-Max-Size': 'Bytes' } } },
    faults: [],
  },
  async ({ parts }) => {
    const maxSize = String(parts.settings.maxAssetBytes)
    const facts = { 'Tus-Version': '1.0.0', 'Tus-Extension': 'creation,expiration,termination', 'Tus-Max-Size': maxSize, Allow: 'POST, OPTIONS' }
    return { status: 204, headers: { ...tus, ...facts } }
  },
)

const begin = route(
  {
    method: 'post',
    path: '/v1/uploads',
    id: 'beginUpload',
    tag: 'assets',
    summary: 'Begin to send a file in parts',
    description:
      'The protocol is tus 1.0 (creation, expiration, termination). A file of the type text/vtt or the like says so as `filetype` in Upload-Metadata.',
    access: 'key',
    isNewWork: true,
    headers: z.object({ 'upload-length': wholeNumber, 'upload-metadata': z.string().max(4096).optional() }),
    replies: { 201: { description: 'Begun', headers: { Location: 'Path of the upload', ...place } } },
    faults: ['REQUEST_TOO_LARGE', 'LIMIT_REACHED'],
  },
  async ({ parts, headers, owner }) => {
    const bytes = headers['upload-length']
    if (bytes > parts.settings.maxAssetBytes) throw tooLarge(parts.settings.maxAssetBytes)
    const upload = await parts.uploads.begin(owner, { bytes, mediaType: metadataOf(headers['upload-metadata']).get('filetype') })
    return { status: 201, headers: { ...headersOf(upload), Location: `/v1/uploads/${upload.id}` } }
  },
)

const ask = route(
  {
    method: 'head',
    path: '/v1/uploads/:id',
    id: 'getUpload',
    summary: 'How much of a file is here',
    ...common,
    replies: { 200: { description: 'As headers', headers: place } },
    faults: ['NOT_FOUND'],
  },
  async (call) => ({ status: 200, headers: headersOf(await uploadOf(call)) }),
)

const append = route(
  {
    method: 'patch',
    path: '/v1/uploads/:id',
    id: 'continueUpload',
    summary: 'Send the next part',
    ...common,
    isNewWork: true,
    headers: z.object({ 'upload-offset': wholeNumber }),
    bodyTypes: [partType],
    replies: { 204: { description: 'Taken', headers: place } },
    faults: ['NOT_FOUND', 'UPLOAD_OFFSET_WRONG', 'REQUEST_TOO_LARGE', 'MEDIA_TYPE_WRONG', 'ASSET_INVALID'],
  },
  async (call) => {
    if (call.request.headers['content-type'] !== partType) throw new FramefarmError('MEDIA_TYPE_WRONG', `parts are of the type ${partType}`)
    const upload = await uploadOf(call)
    const after = await call.parts.uploads.append(upload, call.headers['upload-offset'], call.request)
    return { status: 204, headers: headersOf({ ...upload, ...after }) }
  },
)

const remove = route(
  {
    method: 'delete',
    path: '/v1/uploads/:id',
    id: 'endUpload',
    summary: 'Give up an upload',
    ...common,
    replies: { 204: { description: 'Removed; a finished asset stays' } },
    faults: ['NOT_FOUND'],
  },
  async (call) => {
    await call.parts.uploads.remove((await uploadOf(call)).id)
    return { status: 204, headers: tus }
  },
)

async function uploadOf({ parts, params, owner }: Pick<Call<{ readonly id: string }>, 'parts' | 'params' | 'owner'>): Promise<Upload> {
  const upload = await parts.uploads.find(params.id, owner)
  if (!upload) throw notFound('such upload')
  return upload
}

function headersOf({ offset, bytes, expiresAt, asset }: Upload): Readonly<Record<string, string>> {
  return {
    ...tus,
    'Upload-Offset': String(offset),
    'Upload-Length': String(bytes),
    'Upload-Expires': new Date(expiresAt).toUTCString(),
    ...(asset ? { 'Asset-Id': asset.id } : {}),
  }
}

/** `filename d29ybGQ=,filetype dGV4dC92dHQ=` */
function metadataOf(header: string | undefined): ReadonlyMap<string, string> {
  const pairs = (header ?? '').split(',').map((pair) => pair.trim().split(' '))
  return new Map(pairs.map(([name = '', value = '']) => [name, Buffer.from(value, 'base64').toString('utf8')]))
}

export const uploadsRoutes = [options, begin, ask, append, remove]
