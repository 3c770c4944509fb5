import sharp from 'sharp'
import { findChromium, type FoundChromium } from '../browser/find-chromium.ts'
import { probeChromium, type ChromiumFacts } from '../browser/probe-chromium.ts'
import { chooseEncoder, type EncoderChoice, type EncoderWish } from '../encoder/choose-encoder.ts'
import { ffmpegVersion } from '../encoder/ffmpeg-version.ts'
import { findFfmpeg, type FoundFfmpeg } from '../encoder/find-ffmpeg.ts'
import type { Codec } from '../film/film-schema.ts'

/** The programs that a film is rendered with, tried out on this machine. */
export type Toolbox = {
  readonly chromium: FoundChromium
  readonly chromiumFacts: ChromiumFacts
  readonly ffmpeg: FoundFfmpeg
  readonly encoder: EncoderChoice
  /** Of everything that can change a pixel; part of a chunk's hash. */
  readonly versions: { readonly chromium: string; readonly ffmpeg: string; readonly vips: string }
}

/** @throws TOOL_MISSING, TOOL_SETTING_WRONG, CHROMIUM_START_FAILED, ENCODER_UNAVAILABLE, CANCELLED */
export async function openToolbox(codec: Codec, wish: EncoderWish, signal: AbortSignal): Promise<Toolbox> {
  const chromium = findChromium()
  const ffmpeg = findFfmpeg()
  const [chromiumFacts, encoder, version] = await Promise.all([
    probeChromium(chromium, signal),
    chooseEncoder(ffmpeg, codec, wish, signal),
    ffmpegVersion(ffmpeg, signal),
  ])
  return { chromium, chromiumFacts, ffmpeg, encoder, versions: { chromium: chromiumFacts.version, ffmpeg: version, vips: sharp.versions.vips } }
}
