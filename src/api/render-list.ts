import { z } from 'zod'
import { render } from './render.ts'
import { renderStates } from './render-states.ts'

/** Renders on a page, where a request does not say it. */
const defaultPageSize = 20
/** Larger sizes are taken as this one. */
const largestPageSize = 100

const state = z.enum(renderStates)

/** The query of GET /v1/renders, as text. */
export const renderListQuery = z.strictObject({
  state: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(state).min(1).max(renderStates.length))
    .optional()
    .describe('One state, or several with commas between them'),
  created_after: z.iso.datetime({ offset: true }).optional(),
  created_before: z.iso.datetime({ offset: true }).optional(),
  page_size: z.coerce
    .number()
    .int()
    .min(0)
    .default(defaultPageSize)
    .transform((size) => Math.min(size === 0 ? defaultPageSize : size, largestPageSize))
    .describe(`${defaultPageSize} where absent or 0; more than ${largestPageSize} is taken as ${largestPageSize}`),
  page_token: z.string().min(1).max(1024).optional().describe('nextPageToken of the page before'),
})

/** What GET /v1/renders answers. */
export const renderList = z
  .object({
    renders: z.array(render).describe('Newest first'),
    nextPageToken: z.string().nullable().describe('null on the last page'),
  })
  .meta({ id: 'RenderList' })

export type RenderList = z.output<typeof renderList>
