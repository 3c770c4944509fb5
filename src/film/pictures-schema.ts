import { z } from 'zod'

const at = z.number().min(0).max(86_400)
const width = z.int().min(16).max(7680)
const format = z.enum(['jpeg', 'png', 'webp']).default('jpeg').describe('Kind of picture')

export const poster = z
  .strictObject({
    at: at.default(0).describe("Seconds from the file's start"),
    width: width.optional().describe("Pixels; the film's where it is absent"),
    format,
  })
  .describe('One frame as a picture beside the film: film.poster.jpg')

export const thumbnails = z
  .strictObject({
    at: z.array(at).min(1).max(1000).describe("Seconds from the file's start, one for each picture"),
    width: width.default(320).describe('Pixels'),
    format,
  })
  .describe('Frames as small pictures beside the film: film.thumbnail-1.jpg and so on')

export const storyboard = z
  .strictObject({
    every: z
      .number()
      .min(0.1)
      .max(3600)
      .optional()
      .describe('Seconds from one picture to the next; where it is absent, about a hundredth of the film'),
    width: z.int().min(16).max(640).default(160).describe('Pixels of one picture'),
    format,
  })
  .describe('Small pictures of the whole film on sheets, and a WebVTT file that tells players where: film.storyboard.vtt')

export type PictureFormat = z.output<typeof format>
export type PicturesInput = {
  readonly poster?: z.output<typeof poster> | undefined
  readonly thumbnails?: z.output<typeof thumbnails> | undefined
  readonly storyboard?: z.output<typeof storyboard> | undefined
}
