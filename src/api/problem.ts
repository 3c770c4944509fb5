import { z } from 'zod'

/** What every answer that is no success says: RFC 9457, application/problem+json. */
export const problem = z
  .object({
    type: z.string().describe('Path of the documentation of this code'),
    title: z.string().describe('What the code means; the same every time'),
    status: z.int(),
    detail: z.string().describe('What was wrong this time'),
    instance: z.string().describe('Of this request; the same as the X-Request-Id header, and found in the log'),
    code: z.string().describe('Stable; docs/errors.md lists them'),
    hint: z.string().describe('What to do'),
    errors: z
      .array(z.object({ pointer: z.string().describe('JSON Pointer into the body that was sent'), detail: z.string() }))
      .optional()
      .describe('Every fault of what was sent, where it has faults'),
  })
  .meta({ id: 'Problem' })

export type Problem = z.output<typeof problem>
