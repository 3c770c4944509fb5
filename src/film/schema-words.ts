import { z } from 'zod'

/** Parts of the film's schema that several of its fields share. */

export const unit = (description: string) => z.number().min(0).max(1).describe(description)
export const volume = z.number().min(0).max(4).default(1).describe('Gain: 1 leaves the sound as it is, 0.5 is 6 dB less')
export const source = (what: string) =>
  z
    .string()
    .min(1)
    .max(4096)
    .describe(
      `${what}: a path relative to the film file, or a file:, http:, https: or gs: address; in a request asset:sha256-HEX for what was uploaded, and no path`,
    )

/** As a colour: none at all. */
export const transparent = '#00000000'

/** A family as CSS names it: the film's own, one of the fonts folder, an installed one, or a generic one. */
export const fontFamily = (description: string) =>
  z
    .string()
    .regex(/^[^\s"'\\;{}<>,]+(?: [^\s"'\\;{}<>,]+)*$/)
    .max(100)
    .meta({ allowed: 'the name of a font family, without quotes and commas' })
    .describe(description)

export const colour = z
  .string()
  .regex(/^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$/)
  .meta({ allowed: 'a colour as #rgb or #rrggbb' })

const number = String.raw`-?(?:\d+(?:\.\d+)?|\.\d+)`
const fraction = String.raw`(?:0(?:\.\d+)?|\.\d+|1(?:\.0+)?)`
export const easing = z
  .string()
  .regex(
    new RegExp(
      String.raw`^(?:linear|ease|ease-in|ease-out|ease-in-out|cubic-bezier\(\s*${[fraction, number, fraction, number].join(String.raw`\s*,\s*`)}\s*\))$`,
    ),
  )
  .default('ease-in-out')
  .meta({ allowed: 'linear, ease, ease-in, ease-out, ease-in-out or cubic-bezier(x1, y1, x2, y2) with x1 and x2 from 0 to 1' })
  .describe('How the move starts and stops, as in CSS')
