import { z } from 'zod'
import { renderRequest } from './render-request.ts'

/** POST /v1/drafts: a film that is opened in the preview. */
export const draftRequest = z
  .strictObject({
    film: renderRequest.shape.film.optional(),
    render: z.string().min(1).max(100).optional().describe('Instead of `film`: the id of a render, whose film it is'),
    name: z.string().min(1).max(200).optional().describe('What the page calls it'),
  })
  .refine(({ film, render }) => (film === undefined) !== (render === undefined), {
    error: 'has to have `film` or `render`, and not both',
    path: ['film'],
  })
  .meta({ id: 'DraftRequest' })

/** A film that is open in the preview. Whoever knows its id can see it. */
export const draft = z
  .object({
    id: z.string(),
    url: z.string().describe('Path of its page'),
    name: z.string(),
    idleMinutes: z.number().describe('So long after its last page was closed it is forgotten'),
  })
  .meta({ id: 'Draft' })

export type Draft = z.output<typeof draft>
