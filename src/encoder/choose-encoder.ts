import { FramefarmError } from '../shared/errors.ts'
import type { Codec } from '../film/containers.ts'
import { encoderArgs, encoderProfiles, type EncoderProfile } from './encoder-profiles.ts'
import type { FoundFfmpeg } from './find-ffmpeg.ts'
import { runFfmpeg } from './run-ffmpeg.ts'

export type EncoderWish = 'auto' | 'gpu' | 'cpu'
export type EncoderChoice = { readonly profile: EncoderProfile; readonly reason: string }
export type EncoderTrial = { readonly encoder: string; readonly works: boolean; readonly reason: string }

const profileOf: Readonly<Record<EncoderWish, (profile: EncoderProfile) => boolean>> = {
  auto: () => true,
  gpu: ({ device }) => device === 'gpu',
  cpu: ({ device }) => device === 'cpu',
}

/**
 * The first profile of the table that encodes a real picture on this machine.
 * @throws ENCODER_UNAVAILABLE with the reason of every one that was tried
 */
export async function chooseEncoder(tools: FoundFfmpeg, codec: Codec, wish: EncoderWish, signal: AbortSignal): Promise<EncoderChoice> {
  const refused: EncoderTrial[] = []
  for (const profile of encoderProfiles.filter((candidate) => candidate.codec === codec && profileOf[wish](candidate))) {
    const trial = await tryEncoder(tools, profile, signal)
    if (trial.works) return { profile, reason: reasonOf(wish, refused) }
    refused.push(trial)
  }
  const reasons = refused.map(({ encoder, reason }) => `${encoder}: ${reason}`).join('; ')
  throw new FramefarmError('ENCODER_UNAVAILABLE', `no ${codec} encoder for --encoder ${wish} works here (${reasons})`)
}

function reasonOf(wish: EncoderWish, refused: readonly EncoderTrial[]): string {
  if (wish !== 'auto') return `--encoder ${wish}`
  if (refused.length === 0) return 'the first choice, and it works'
  return refused.map(({ encoder, reason }) => `${encoder} does not work: ${reason}`).join('; ')
}

/**
 * One real, tiny encode. `ffmpeg -encoders` only lists what was compiled in; whether a GPU and its driver are there shows when it is used.
 * 320x240, because NVENC refuses pictures below about 257 pixels.
 */
export async function tryEncoder(tools: FoundFfmpeg, profile: EncoderProfile, signal: AbortSignal): Promise<EncoderTrial> {
  const trial = await tryOnce(tools, profile, signal)
  // Without a driver to depend on, it may be that FFmpeg was killed: that says nothing of the encoder.
  return trial.works || profile.device === 'gpu' ? trial : tryOnce(tools, profile, signal)
}

async function tryOnce(tools: FoundFfmpeg, profile: EncoderProfile, signal: AbortSignal): Promise<EncoderTrial> {
  const { encoder, pixels } = profile
  const job = {
    what: `trying ${encoder}`,
    inputs: [{ from: 'color=c=gray:s=320x240:r=30:d=0.2', options: ['-f', 'lavfi'] }],
    outputOptions: [...encoderArgs(profile, { quality: 'standard', fps: { num: 30, den: 1 } }), '-pix_fmt', pixels, '-f', 'null'],
    outputPath: '-',
  }
  try {
    await runFfmpeg(tools, job, { signal, stallMs: 20_000 })
    return { encoder, works: true, reason: 'works' }
  } catch (error) {
    if (!(error instanceof FramefarmError) || error.code === 'CANCELLED') throw error
    return { encoder, works: false, reason: tellingLine(error.detail ?? error.message) }
  }
}

/** Of FFmpeg's last lines the one that names the cause; the later ones only say that it gave up. */
function tellingLine(stderr: string): string {
  const lines = stderr.split('\n').map((line) => line.replace(/^\[[^\]]*\]\s*/, '').trim())
  const telling = /cannot load|unknown encoder|no capable devices|no nvenc capable|not support|failed|error|invalid/i
  return lines.find((line) => telling.test(line)) ?? lines.findLast((line) => line !== '') ?? 'no reason given'
}
