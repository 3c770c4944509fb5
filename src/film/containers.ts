/** What a file can hold. The first codec is the one that it gets where none is asked for. */
type ContainerFacts = {
  readonly codecs: readonly [Codec, ...Codec[]]
  /** Of the output path, the usual one first. */
  readonly suffixes: readonly [string, ...string[]]
}

export const codecs = ['h264', 'hevc', 'av1', 'vp9', 'prores'] as const
export type Codec = (typeof codecs)[number]

export const containerNames = ['mp4', 'mov', 'webm'] as const
export type Container = (typeof containerNames)[number]

export const containers: Readonly<Record<Container, ContainerFacts>> = {
  mp4: { codecs: ['h264', 'hevc', 'av1', 'vp9'], suffixes: ['.mp4', '.m4v'] },
  // FFmpeg writes AV1 and VP9 into MP4 alone of the two.
  mov: { codecs: ['h264', 'hevc', 'prores'], suffixes: ['.mov'] },
  webm: { codecs: ['vp9', 'av1'], suffixes: ['.webm'] },
}

export type SoundCodec = 'aac' | 'opus' | 'pcm'

/** WebM takes no AAC; beside ProRes, which is for editing, sound is not compressed either. */
export function soundCodecOf(container: Container, codec: Codec): SoundCodec {
  if (container === 'webm') return 'opus'
  return codec === 'prores' ? 'pcm' : 'aac'
}

/** The container that a path asks for; null where its suffix is none of ours. */
export function containerOfPath(path: string): Container | null {
  const lower = path.toLowerCase()
  return containerNames.find((name) => containers[name].suffixes.some((suffix) => lower.endsWith(suffix))) ?? null
}
