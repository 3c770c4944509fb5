import type { SoundClip } from '../../film/sound-mix.ts'
import type { DecodedSound, Placement } from './placement.ts'

/** Where each clip lies, to the sample. A clip that goes on beyond the film is cut off by the mix. */
export function placeClips(clips: readonly SoundClip[], sounds: ReadonlyMap<string, DecodedSound>, sampleRate: number): readonly Placement[] {
  return clips.flatMap((clip) => {
    const sound = sounds.get(clip.file.path)
    if (!sound) return []
    const samplesOf = (seconds: number) => Math.round(seconds * sampleRate)
    const from = samplesOf(clip.trimStartS)
    const length = Math.min(samplesOf(clip.lengthS), sound.samples - from)
    if (length <= 0) return []
    return [
      {
        sound,
        from,
        at: samplesOf(clip.startS),
        length,
        gain: clip.volume,
        fadeIn: Math.min(length, samplesOf(clip.fadeInS)),
        fadeOut: Math.min(length, samplesOf(clip.fadeOutS)),
        fadeShape: 'linear',
      } as const,
    ]
  })
}
