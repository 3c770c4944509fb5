/** One sound of the film. Times in seconds, volumes as gain. */
export type SoundClip = { readonly path: string; readonly startS: number; readonly volume: number }
export type MusicTrack = {
  readonly path: string
  readonly durationS: number
  readonly volume: number
  readonly loop: boolean
  readonly fadeInS: number
  readonly fadeOutS: number
}

export type SoundMix = { readonly clips: readonly SoundClip[]; readonly music: MusicTrack | null; readonly durationS: number }
