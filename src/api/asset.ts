import { z } from 'zod'

/** Names a file that was sent to the server, by its content. */
export const assetId = z.string().regex(/^asset:sha256-[0-9a-f]{64}$/)

/** What POST /v1/assets and GET /v1/uploads/{id} tell of a file. */
export const asset = z
  .object({
    id: assetId.describe('What a film says in place of an address'),
    bytes: z.int(),
    sha256: z.string(),
    mediaType: z.string().describe('By its content'),
  })
  .meta({ id: 'Asset' })

export type Asset = z.output<typeof asset>
