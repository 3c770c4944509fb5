import type { SoundCodec } from './sound-mix.ts'

/** What a film may ask for. */
export const codecs = ['h264', 'hevc', 'av1', 'vp9', 'prores'] as const

/** Without loss is for chunks that something else is made of: no film asks for it. */
export type Codec = (typeof codecs)[number] | 'lossless'

export const containerNames = ['mp4', 'mov', 'webm', 'hls', 'gif', 'webp', 'png', 'jpeg'] as const
export type Container = (typeof containerNames)[number]

/** What chunks are joined to. All else is made of such a film. */
export type FilmContainer = 'mp4' | 'mov' | 'webm'

type ContainerFacts = {
  /** The first is the one that a file gets where none is asked for. */
  readonly codecs: readonly [Codec, ...Codec[]]
  /** Of the output path, the usual one first. */
  readonly suffixes: readonly [string, ...string[]]
  readonly film: FilmContainer
  readonly hasSound: boolean
  /** One file, or files in a folder of their own, called as here where the path names only the folder. */
  readonly fileName: string | null
}

export const containers: Readonly<Record<Container, ContainerFacts>> = {
  mp4: { codecs: ['h264', 'hevc', 'av1', 'vp9'], suffixes: ['.mp4', '.m4v'], film: 'mp4', hasSound: true, fileName: null },
  // FFmpeg writes AV1 and VP9 into MP4 alone of the two.
  mov: { codecs: ['h264', 'hevc', 'prores'], suffixes: ['.mov'], film: 'mov', hasSound: true, fileName: null },
  webm: { codecs: ['vp9', 'av1'], suffixes: ['.webm'], film: 'webm', hasSound: true, fileName: null },
  hls: { codecs: ['h264', 'hevc'], suffixes: ['.m3u8'], film: 'mp4', hasSound: true, fileName: 'index.m3u8' },
  gif: { codecs: ['lossless'], suffixes: ['.gif'], film: 'mp4', hasSound: false, fileName: null },
  webp: { codecs: ['lossless'], suffixes: ['.webp'], film: 'mp4', hasSound: false, fileName: null },
  png: { codecs: ['lossless'], suffixes: ['.png'], film: 'mp4', hasSound: false, fileName: '%05d.png' },
  jpeg: { codecs: ['lossless'], suffixes: ['.jpg', '.jpeg'], film: 'mp4', hasSound: false, fileName: '%05d.jpg' },
}

/** The codec that keeps transparency, where a container has one. */
export const alphaCodecs: Partial<Readonly<Record<Container, Codec>>> = { mov: 'prores', webm: 'vp9' }

/** WebM takes no AAC; beside ProRes, which is for editing, sound is not compressed either. */
export function soundCodecOf(container: FilmContainer, codec: Codec): SoundCodec {
  if (container === 'webm') return 'opus'
  return codec === 'prores' ? 'pcm' : 'aac'
}

/** The container that a path asks for; null where its suffix is none of ours. */
export function containerOfPath(path: string): Container | null {
  const lower = path.toLowerCase()
  return containerNames.find((name) => containers[name].suffixes.some((suffix) => lower.endsWith(suffix))) ?? null
}
