import { z } from 'zod'

/** Other ids are not even looked up. */
export const renderParams = z.object({ id: z.string().regex(/^rnd_[0-9a-f]{32}$/) })
