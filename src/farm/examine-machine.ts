import { lookAtFonts, type InstalledFonts } from '../assets/installed-fonts.ts'
import { findChromium, type FoundChromium } from '../browser/find-chromium.ts'
import { probeChromium, type ChromiumFacts } from '../browser/probe-chromium.ts'
import { findPrefault } from '../browser/prefault/find-prefault.ts'
import { probeStream, type StreamFacts } from '../browser/probe-stream.ts'
import { slotCount, usableCores, usableMemoryBytes } from '../browser/slot-count.ts'
import { tryEncoder, type EncoderTrial } from '../encoder/choose-encoder.ts'
import { encoderProfiles } from '../encoder/encoder-profiles.ts'
import { ffmpegVersion } from '../encoder/ffmpeg-version.ts'
import { findFfmpeg, type FoundFfmpeg } from '../encoder/find-ffmpeg.ts'
import { FramefarmError } from '../shared/errors.ts'
import { throwIfCancelled } from '../shared/within.ts'
import { noStreamTool, openStreamTool } from './stream-tool.ts'

type Trouble = { readonly fault: string; readonly hint: string }

/** What a machine can render with. A part that does not work is there as its fault. */
export type MachineFacts = {
  readonly canRender: boolean
  readonly node: string
  readonly chromium: (FoundChromium & ChromiumFacts) | Trouble
  /** Full Chromium, for `stream`; a film can be rendered without it. */
  readonly stream: (FoundChromium & StreamFacts) | Trouble
  /** What makes Chromium's drawing quicker; a film can be rendered without it. */
  readonly prefault: ReturnType<typeof findPrefault>
  readonly ffmpeg: (FoundFfmpeg & { readonly version: string }) | Trouble
  readonly encoders: readonly EncoderTrial[]
  readonly fonts: InstalledFonts | Trouble
  readonly cores: number
  readonly memoryBytes: number
  readonly slots: number
}

/** @throws CANCELLED */
export async function examineMachine(signal: AbortSignal): Promise<MachineFacts> {
  const [chromium, stream, ffmpeg, fonts] = await Promise.all([
    orTrouble(signal, async () => {
      const found = findChromium()
      return { ...found, ...(await probeChromium(found, signal)) }
    }),
    orTrouble(signal, async () => {
      const tool = await openStreamTool()
      if (!tool) throw noStreamTool()
      return { ...tool.chromium, ...(await probeStream(tool.chromium, tool.tabCapture, signal)) }
    }),
    orTrouble(signal, async () => {
      const found = findFfmpeg()
      return { ...found, version: await ffmpegVersion(found, signal) }
    }),
    orTrouble(signal, lookAtFonts),
  ])
  const encoders = 'fault' in ffmpeg ? [] : await tryEncoders(ffmpeg, signal)
  const works = (name: string) => encoders.some(({ encoder, works: isUsable }) => encoder === name && isUsable)
  return {
    canRender: !('fault' in chromium) && encoderProfiles.some(({ codec, encoder }) => codec === 'h264' && works(encoder)),
    node: process.version,
    chromium,
    stream,
    prefault: findPrefault(),
    ffmpeg,
    encoders,
    fonts,
    cores: usableCores(),
    memoryBytes: usableMemoryBytes(),
    slots: slotCount({ width: 1920, height: 1080 }),
  }
}

async function tryEncoders(ffmpeg: FoundFfmpeg, signal: AbortSignal): Promise<readonly EncoderTrial[]> {
  const trials: EncoderTrial[] = []
  for (const profile of encoderProfiles) {
    trials.push(await tryEncoder(ffmpeg, profile, signal))
  }
  return trials
}

async function orTrouble<T>(signal: AbortSignal, look: () => Promise<T>): Promise<T | Trouble> {
  try {
    return await look()
  } catch (error) {
    throwIfCancelled(signal)
    if (error instanceof FramefarmError) return { fault: error.message, hint: error.hint }
    return { fault: error instanceof Error ? error.message : String(error), hint: 'install the package fontconfig' }
  }
}
