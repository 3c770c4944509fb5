import sharp from 'sharp'
import type { SlotOptions } from '../browser/capture-slot.ts'
import { findChromium } from '../browser/find-chromium.ts'
import { openFirstSlot, type FirstSlot } from '../browser/open-first-slot.ts'
import { chooseEncoder, type EncoderChoice, type EncoderWish } from '../encoder/choose-encoder.ts'
import { ffmpegVersion } from '../encoder/ffmpeg-version.ts'
import { findFfmpeg, type FoundFfmpeg } from '../encoder/find-ffmpeg.ts'
import type { Codec } from '../film/containers.ts'
import { openStreamTool, type StreamTool } from './stream-tool.ts'

// Every picture is read once; what libvips would keep of it is 50 MB for nothing.
sharp.cache(false)

/** The programs that a film is rendered with, tried out on this machine. Chromium is running: whoever has the toolbox stops its slot. */
export type Toolbox = {
  readonly first: FirstSlot
  /** null where there is no full Chromium; it is not tried out here. */
  readonly stream: StreamTool | null
  readonly ffmpeg: FoundFfmpeg
  readonly encoder: EncoderChoice
  /** Of everything that can change a pixel; part of a chunk's hash. */
  readonly versions: { readonly chromium: string; readonly ffmpeg: string; readonly vips: string }
}

type Wishes = { readonly codec: Codec; readonly encoder: EncoderWish; readonly slots: Omit<SlotOptions, 'capture' | 'chromium'> }

/** @throws TOOL_MISSING, TOOL_SETTING_WRONG, CHROMIUM_START_FAILED, ENCODER_UNAVAILABLE, CANCELLED */
export async function openToolbox({ codec, encoder: wish, slots }: Wishes, signal: AbortSignal): Promise<Toolbox> {
  const chromium = findChromium()
  const ffmpeg = findFfmpeg()
  const stream = await openStreamTool()
  const opening = openFirstSlot({ ...slots, chromium }, signal)
  try {
    const [first, encoder, version] = await Promise.all([opening, chooseEncoder(ffmpeg, codec, wish, signal), ffmpegVersion(ffmpeg, signal)])
    const versions = { chromium: first.version, ffmpeg: version, vips: sharp.versions.vips }
    return { first, stream, ffmpeg, encoder, versions }
  } catch (error) {
    await opening.then(
      ({ slot }) => slot.stop(),
      () => undefined,
    )
    throw error
  }
}
