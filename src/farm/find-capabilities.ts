import { totalmem } from 'node:os'
import sharp from 'sharp'
import { gpuWishFromEnvironment } from '../browser/chromium-gpu.ts'
import { chromiumVersion } from '../browser/chromium-version.ts'
import { findChromium } from '../browser/find-chromium.ts'
import { reservedBytes, slotBytes, usableCores } from '../browser/slot-count.ts'
import { tryEncoder } from '../encoder/choose-encoder.ts'
import { encoderProfiles, type EncoderProfile } from '../encoder/encoder-profiles.ts'
import { ffmpegBuild } from '../encoder/ffmpeg-build.ts'
import { ffmpegVersion } from '../encoder/ffmpeg-version.ts'
import { findFfmpeg, type FoundFfmpeg } from '../encoder/find-ffmpeg.ts'
import { messageOf } from '../shared/errors.ts'
import { hashOf } from '../shared/hash.ts'
import { version } from '../shared/version.ts'
import { throwIfCancelled } from '../shared/within.ts'
import { renderVersion } from './render-key.ts'
import { openStreamTool } from './stream-tool.ts'

/** What a machine can render, in the words in which a coordinator is told. */
export type Capabilities = {
  readonly cores: number
  /** For all pieces of work together. */
  readonly memoryBytes: number
  /** Equal on machines that make the same chunks of a film. */
  readonly toolchain: string
  /** By codec (h264), and by codec and device (h264:gpu). */
  readonly encoders: readonly string[]
  /** Of the programs behind the toolchain; of one that is missing, why. */
  readonly versions: Readonly<Record<string, string>>
}

/** The slots of a worker are counted for these: so many of them always fit. */
const usualFrame = { width: 1920, height: 1080 }

const toolchainLength = 16

/** Asks every program what it is, without starting a browser. @throws CANCELLED */
export async function findCapabilities(slots: number, signal: AbortSignal): Promise<Capabilities> {
  const [ffmpeg, chromium, stream] = await Promise.all([
    orFault(signal, () => askFfmpeg(signal)),
    orFault(signal, async () => (await chromiumVersion(findChromium(), signal)) ?? 'does not say'),
    orFault(signal, async () => (await openStreamTool())?.identity ?? 'none'),
  ])
  const profiles = 'fault' in ffmpeg ? [] : ffmpeg.found.profiles
  const names = new Set(profiles.flatMap(({ codec, device }) => [codec, `${codec}:${device}`]))
  const textOf = (asked: Asked<string>) => ('fault' in asked ? asked.fault : asked.found)
  const versions = {
    framefarm: version(),
    ffmpeg: 'fault' in ffmpeg ? ffmpeg.fault : ffmpeg.found.version,
    chromium: textOf(chromium),
    vips: sharp.versions.vips,
    platform: `${process.platform}-${process.arch}`,
  }
  const build = 'fault' in ffmpeg ? '' : ffmpeg.found.build
  const parts = [versions, renderVersion, build, gpuWishFromEnvironment(), profiles.map(({ name }) => name), textOf(stream)]
  return {
    cores: usableCores(),
    memoryBytes: Math.max(machineBytes() - reservedBytes, slots * slotBytes(usualFrame)),
    toolchain: hashOf(parts).slice(0, toolchainLength),
    encoders: [...names],
    versions,
  }
}

async function askFfmpeg(signal: AbortSignal) {
  const tools = findFfmpeg()
  const [{ build, encoders }, number] = await Promise.all([ffmpegBuild(tools, signal), ffmpegVersion(tools, signal)])
  const built = encoderProfiles.filter(({ encoder }) => encoders.has(encoder))
  const working = await Promise.all(built.map(async (profile) => ((await isUsable(tools, profile, signal)) ? [profile] : [])))
  return { build, version: number, profiles: working.flat() }
}

/** An encoder on the processor works where it was built in; whether a GPU is there shows when it is used. */
async function isUsable(tools: FoundFfmpeg, profile: EncoderProfile, signal: AbortSignal): Promise<boolean> {
  return profile.device === 'cpu' || (await tryEncoder(tools, profile, signal)).works
}

/** All that this process may ever have, whatever others take of it now. */
function machineBytes(): number {
  const limit = process.constrainedMemory()
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem()
}

type Asked<T> = { readonly found: T } | { readonly fault: string }

async function orFault<T>(signal: AbortSignal, ask: () => Promise<T>): Promise<Asked<T>> {
  try {
    return { found: await ask() }
  } catch (error) {
    throwIfCancelled(signal)
    return { fault: messageOf(error).slice(0, 300) }
  }
}
