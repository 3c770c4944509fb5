import type { SoundCodec } from '../film/containers.ts'
import type { SoundClip, SoundMix } from '../film/sound-mix.ts'
import type { FoundFfmpeg } from './find-ffmpeg.ts'
import { runFfmpeg, type FfmpegJob } from './run-ffmpeg.ts'

const sampleRate = 48_000

export type SoundTarget = {
  readonly path: string
  readonly codec: SoundCodec
  /** null: the whole film. */
  readonly part: { readonly fromS: number; readonly durationS: number } | null
}

/** Each in a container that records the encoder's priming samples; of Opus in MP4, FFmpeg's joining would move the picture instead. */
const soundOptions: Readonly<Record<SoundCodec, readonly string[]>> = {
  aac: ['-c:a', 'aac', '-b:a', '192k', '-f', 'mp4'],
  opus: ['-c:a', 'libopus', '-b:a', '160k', '-f', 'webm'],
  pcm: ['-c:a', 'pcm_s16le', '-f', 'mov'],
}

/**
 * The whole film's sound, mixed once and encoded once: pieces of AAC joined would add 24 ms of silence at every seam.
 * An .m4a and not .aac, because only MP4 records the encoder's priming samples (edit list).
 * @throws as runFfmpeg
 */
export async function mixSound(tools: FoundFfmpeg, mix: SoundMix, target: SoundTarget, signal: AbortSignal): Promise<void> {
  await runFfmpeg(tools, mixSoundJob(mix, target), { signal })
}

export function mixSoundJob(mix: SoundMix, target: SoundTarget): FfmpegJob {
  const samples = Math.round(mix.durationS * sampleRate)
  const tracks = [...mix.clips.map((clip) => ({ path: clip.path, filter: clipFilter(clip) })), ...musicTrack(mix)]
  const labels = tracks.map((_, index) => `[t${index}]`)
  const graph = [
    ...tracks.map(({ filter }, index) => `[${index}:a:0]${filter}${labels[index]}`),
    // normalize=0: amix would otherwise make each track quieter the more there are.
    `${labels.join('')}amix=inputs=${tracks.length}:normalize=0:dropout_transition=0:duration=longest,apad,atrim=end_sample=${samples}${partFilter(target.part)}[mix]`,
  ]
  return {
    what: 'mixing the sound',
    inputs: tracks.map(({ path }) => ({ from: path, options: [] })),
    outputOptions: ['-filter_complex', graph.join(';'), '-map', '[mix]', ...soundOptions[target.codec]],
    outputPath: target.path,
  }
}

/** Cut from the whole mix, so that a part of a film sounds as it does in the film. */
function partFilter(part: SoundTarget['part']): string {
  if (part === null) return ''
  const [from, to] = [part.fromS, part.fromS + part.durationS].map((time) => Math.round(time * sampleRate))
  return `,atrim=start_sample=${from}:end_sample=${to},asetpts=N`
}

/** Every track in one format before the mix; mono becomes both channels at full level. */
const common = `aresample=${sampleRate},aformat=sample_fmts=fltp:channel_layouts=stereo`

function clipFilter({ startS, volume }: SoundClip): string {
  return `${common},volume=${volume},adelay=delays=${Math.round(startS * sampleRate)}S:all=1`
}

function musicTrack({ music, durationS }: SoundMix): readonly { path: string; filter: string }[] {
  if (!music) return []
  const repeats = music.loop && music.durationS < durationS
  // Looped as decoded samples: looping the file would play an encoder's padding as a gap.
  const loop = repeats ? [`aloop=loop=-1:size=${Math.round(music.durationS * sampleRate)}`] : []
  const heardS = repeats ? durationS : Math.min(durationS, music.durationS)
  const trim = `atrim=end_sample=${Math.round(heardS * sampleRate)}`
  const fades = [
    ...(music.fadeInS > 0 ? [`afade=t=in:st=0:d=${seconds(Math.min(heardS, music.fadeInS))}`] : []),
    ...(music.fadeOutS > 0 ? [`afade=t=out:st=${seconds(Math.max(0, heardS - music.fadeOutS))}:d=${seconds(Math.min(heardS, music.fadeOutS))}`] : []),
  ]
  return [{ path: music.path, filter: [common, ...loop, trim, `volume=${music.volume}`, ...fades].join(',') }]
}

/** In a form that FFmpeg reads as a time: it takes no exponents. */
function seconds(value: number): string {
  return String(Number(value.toFixed(6)))
}
