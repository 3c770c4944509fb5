import sharp from 'sharp'
import type { SlotOptions } from '../browser/capture-slot.ts'
import { gpuWishFromEnvironment } from '../browser/chromium-gpu.ts'
import { chromiumVersion } from '../browser/chromium-version.ts'
import { findChromium, type FoundChromium } from '../browser/find-chromium.ts'
import { openFirstSlot, type FirstSlot } from '../browser/open-first-slot.ts'
import { chooseEncoder, type EncoderChoice, type EncoderWish } from '../encoder/choose-encoder.ts'
import { ffmpegVersion } from '../encoder/ffmpeg-version.ts'
import { findFfmpeg, type FoundFfmpeg } from '../encoder/find-ffmpeg.ts'
import type { Codec } from '../film/containers.ts'
import { isDraft, type MethodWish } from './methods.ts'
import { noStreamTool, type StreamTool } from './stream-tool.ts'

// Every picture is read once; what libvips would keep of it is 50 MB for nothing.
sharp.cache(false)

/** The programs that a film is rendered with, tried out on this machine. Chromium is running: whoever has the toolbox stops its slot. */
export type Toolbox = {
  /** null where no page is looked at or drawn in it: `stream` has a browser of its own, the draft methods need none. */
  readonly first: FirstSlot | null
  /** null where there is no full Chromium; it is not tried out here. */
  readonly stream: StreamTool | null
  readonly ffmpeg: FoundFfmpeg
  readonly encoder: EncoderChoice
  /** Of everything that can change a pixel; part of a chunk's hash. `chromium` is null where none draws, or it does not say. */
  readonly versions: { readonly chromium: string | null; readonly ffmpeg: string; readonly vips: string }
}

type Wishes = {
  readonly codec: Codec
  readonly encoder: EncoderWish
  readonly method: MethodWish
  readonly stream: StreamTool | null
  readonly slots: Omit<SlotOptions, 'capture' | 'chromium'>
}

/** @throws TOOL_MISSING (also for `stream` without a full Chromium), TOOL_SETTING_WRONG, CHROMIUM_START_FAILED, ENCODER_UNAVAILABLE, CANCELLED */
export async function openToolbox({ codec, encoder: wish, method, stream, slots }: Wishes, signal: AbortSignal): Promise<Toolbox> {
  // What is not there is told before anything is started.
  const ffmpeg = findFfmpeg()
  const shell = findShell(method, stream)
  const opening = shell && openFirstSlot({ ...slots, chromium: shell }, signal)
  const asking = shell || !stream ? null : chromiumVersion(stream.chromium, signal)
  try {
    const [first, streamVersion, encoder, version] = await Promise.all([
      opening,
      asking,
      chooseEncoder(ffmpeg, codec, wish, signal),
      ffmpegVersion(ffmpeg, signal),
    ])
    const drawing = first?.version ?? streamVersion
    // A card draws other pixels than the software compositor.
    const chromium = drawing !== null && gpuWishFromEnvironment() === 'required' ? `${drawing} on a GPU` : drawing
    const versions = { chromium, ffmpeg: version, vips: sharp.versions.vips }
    return { first, stream, ffmpeg, encoder, versions }
  } catch (error) {
    await opening?.then(
      ({ slot }) => slot.stop(),
      () => undefined,
    )
    throw error
  }
}

/** The browser that pages are looked at in, where a method looks at any. */
function findShell(method: MethodWish, stream: StreamTool | null): FoundChromium | null {
  if (isDraft(method)) return null
  if (method !== 'stream') return findChromium()
  if (!stream) throw noStreamTool()
  return null
}
