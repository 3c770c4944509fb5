import { z } from 'zod'

const text = (description: string) => z.string().min(1).max(2000).optional().describe(description)

export const metadata = z
  .strictObject({
    title: text('Name of the film'),
    artist: text('Who made it'),
    comment: text('A remark'),
    language: z
      .string()
      .regex(/^[a-z]{3}$/)
      .optional()
      .meta({ allowed: 'three small letters as in ISO 639-2, such as "eng"' })
      .describe('Of the sound track'),
    chapters: z
      .boolean()
      .optional()
      .describe("A chapter for each scene, with the scene's title or its number; true where a scene has a title, unless it is said"),
  })
  .describe('What players show of the film beside its picture')

export type MetadataInput = z.output<typeof metadata>
