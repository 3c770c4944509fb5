import { z } from 'zod'

/** A file of the farm's store, as a coordinator tells a worker. */
const storedObject = z.object({
  name: z.string(),
  bytes: z.int().min(0),
  crc32c: z.string().nullable(),
  usedAt: z.iso.datetime().describe('When it was written, or told to be in use'),
})

export const objectAnswer = z.object({ object: storedObject.nullable().describe('null where there is none') })
export const objectList = z.object({ objects: z.array(storedObject) })
export const putAnswer = z.object({ put: z.enum(['created', 'exists']) })

export type ObjectFacts = z.output<typeof storedObject>
