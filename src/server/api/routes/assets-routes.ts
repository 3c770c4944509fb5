import { z } from 'zod'
import { asset, assetId } from '../../../api/asset.ts'
import { FramefarmError } from '../../../shared/errors.ts'
import { tooLarge } from '../assets/receive-file.ts'
import { notFound } from '../request-errors.ts'
import { route } from '../route.ts'

const assetParams = z.object({ id: assetId })

const send = route(
  {
    method: 'post',
    path: '/v1/assets',
    id: 'sendAsset',
    tag: 'assets',
    summary: 'Send a file that films can name',
    description: 'The body is the file. The same file again is the same asset. Large ones can be sent in parts: POST /v1/uploads.',
    access: 'key',
    isNewWork: true,
    bodyTypes: ['image/*', 'audio/*', 'video/*', 'font/*', 'text/vtt', 'application/x-subrip', 'application/octet-stream'],
    replies: {
      201: { description: 'It is new', json: asset, headers: { Location: 'Path of the asset' } },
      200: { description: 'It was sent before', json: asset, headers: { Location: 'Path of the asset' } },
    },
    faults: ['REQUEST_TOO_LARGE', 'MEDIA_TYPE_WRONG', 'ASSET_INVALID'],
  },
  async ({ parts, request, owner }) => {
    const { maxAssetBytes } = parts.settings
    if (request.headers['content-encoding'] !== undefined)
      throw new FramefarmError('MEDIA_TYPE_WRONG', 'files are taken as they are: without Content-Encoding')
    if (Number(request.headers['content-length'] ?? 0) > maxAssetBytes) throw tooLarge(maxAssetBytes)
    const stored = await parts.assets.receive(request, { owner, mediaType: request.headers['content-type'] }, maxAssetBytes)
    return { status: stored.isNew ? 201 : 200, headers: { Location: `/v1/assets/${stored.asset.id}` }, json: stored.asset }
  },
)

const find = route(
  {
    method: 'get',
    path: '/v1/assets/:id',
    id: 'getAsset',
    tag: 'assets',
    summary: 'What is known of a file that was sent',
    access: 'key',
    params: assetParams,
    replies: { 200: { description: 'The asset', json: asset } },
    faults: ['NOT_FOUND'],
  },
  async ({ parts, params, owner }) => {
    const found = await parts.assets.find(params.id, owner)
    if (!found) throw notFound('such asset')
    return { status: 200, json: found }
  },
)

export const assetsRoutes = [send, find]
