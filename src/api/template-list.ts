import { z } from 'zod'

/** What GET /v1/templates answers. */
export const templateList = z
  .object({
    templates: z.array(
      z.object({
        name: z.string().describe("What a scene's `template` says"),
        description: z.string(),
        image: z.enum(['none', 'optional', 'required']).describe("Whether it shows the scene's photograph"),
        camera: z.boolean().describe('Whether `kenBurns` may be set'),
        props: z.record(z.string(), z.json()).describe("JSON Schema of the scene's `props`"),
      }),
    ),
  })
  .meta({ id: 'TemplateList' })
