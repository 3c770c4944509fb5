import type { FrameView } from '../browser/frame-page.ts'
import type { FrameFormat } from '../browser/frame-format.ts'
import { chunkEncodingArgs } from '../encoder/encode-chunk.ts'
import type { Quality } from '../film/output-schema.ts'
import type { Output } from '../film/film.ts'
import type { RenderKey } from '../plan/plan-film.ts'
import type { Template } from '../templates/load-template.ts'
import type { MethodWish } from './methods.ts'
import type { Toolbox } from './toolbox.ts'

/** How frames are coded between Chromium and the encoder: 35, 38 and (PNG) no loss, in dB of luma on a detailed photograph. */
const frameFormats: Readonly<Record<Quality, FrameFormat>> = {
  draft: { type: 'jpeg', quality: 80 },
  standard: { type: 'jpeg', quality: 90 },
  high: { type: 'png' },
}

export function frameFormatOf(quality: Quality): FrameFormat {
  return frameFormats[quality]
}

/** How a film's pages are drawn where every frame is captured. */
export function frameViewOf({ width, height, quality, alpha }: Output): FrameView {
  // JPEG has no transparency.
  return { width, height, format: alpha ? { type: 'png' } : frameFormatOf(quality), isTransparent: alpha === true }
}

/** Raised when the way of rendering changes in code, so that chunks of before are not taken for the same. */
export const renderVersion = 4

/** All that decides a chunk's pixels and encoding beside the film itself. */
export function renderKeyOf(
  { versions, first, stream, encoder }: Toolbox,
  { method, verify }: { readonly method: MethodWish; readonly verify: boolean },
  output: Output,
  templates: ReadonlyMap<string, Template>,
): RenderKey {
  return {
    templates: Object.fromEntries([...templates].map(([name, { hash }]) => [name, hash])),
    renderer: {
      renderVersion,
      // What the page answers to `auto` is decided by the template, which is in the hash as well.
      method,
      // It may turn a scene from layers to screenshots.
      verify,
      versions,
      // Of `auto` it cannot be known here which chunks are streamed; what a machine cannot do makes another hash.
      stream: method === 'auto' || method === 'stream' ? (stream?.identity ?? null) : null,
      capture: first?.options.capture ?? null,
      format: frameViewOf(output).format,
      encoding: chunkEncodingArgs(encoder.profile, output),
    },
  }
}
