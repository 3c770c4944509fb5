import { describe, expect, it } from 'vitest'
import { mixSoundJob } from '../../src/encoder/mix-sound.ts'
import type { MusicTrack, SoundMix } from '../../src/film/sound-mix.ts'

const music: MusicTrack = { path: 'music.ogg', durationS: 300, volume: 0.25, loop: true, fadeInS: 2, fadeOutS: 4 }
const voice = { path: 'voice.ogg', startS: 8.6, volume: 1 }

/** The job's filters by chain: one for each track, then the mix. */
function chainsOf(mix: Partial<SoundMix>): readonly string[] {
  const { outputOptions } = mixSoundJob({ clips: [], music: null, durationS: 60, ...mix }, { path: 'sound.m4a', codec: 'aac', part: null })
  return (outputOptions[outputOptions.indexOf('-filter_complex') + 1] ?? '').split(';')
}

function musicChain(track: Partial<MusicTrack>, durationS = 60): string {
  return chainsOf({ music: { ...music, ...track }, durationS })[0] ?? ''
}

describe('mixSoundJob', () => {
  it('starts each voice at its sample', () => {
    const starts = [0, 8.6, 16 / 3, 8.008].map((startS) => ({ ...voice, startS }))
    const chains = chainsOf({ clips: starts })
    expect(chains.slice(0, 4).map((chain) => /adelay=delays=(\d+)S:all=1/.exec(chain)?.[1])).toEqual(['0', '412800', '256000', '384384'])
  })

  it('ends at the sample at which the film ends, however long or short its sounds are', () => {
    expect(chainsOf({ clips: [voice], durationS: 4.004 }).at(-1)).toMatch(/apad,atrim=end_sample=192192\[mix\]$/)
    expect(chainsOf({ clips: [voice], durationS: 1 / 3 }).at(-1)).toMatch(/apad,atrim=end_sample=16000\[mix\]$/)
  })

  it('brings every track to one format and mixes at full level', () => {
    const chains = chainsOf({ clips: [voice, voice], music })
    for (const [index, chain] of chains.slice(0, -1).entries()) {
      expect(chain).toMatch(new RegExp(String.raw`^\[${index}:a:0\]aresample=48000,aformat=sample_fmts=fltp:channel_layouts=stereo,.*\[t${index}\]$`))
    }
    expect(chains.at(-1)).toMatch(/^\[t0\]\[t1\]\[t2\]amix=inputs=3:normalize=0:/)
  })

  it('makes a mix of music without a voice', () => {
    const job = mixSoundJob({ clips: [], music, durationS: 60 }, { path: 'sound.m4a', codec: 'aac', part: null })
    expect(job.inputs.map(({ from }) => from)).toEqual(['music.ogg'])
    expect(chainsOf({ music }).at(-1)).toMatch(/^\[t0\]amix=inputs=1:/)
  })

  it('makes a mix of voices without music', () => {
    const job = mixSoundJob(
      { clips: [voice, { ...voice, path: 'other.ogg' }], music: null, durationS: 60 },
      { path: 'sound.m4a', codec: 'aac', part: null },
    )
    expect(job.inputs.map(({ from }) => from)).toEqual(['voice.ogg', 'other.ogg'])
    expect(chainsOf({ clips: [voice] }).join(';')).not.toContain('afade')
  })

  it('gives each voice and the music its own volume', () => {
    const chains = chainsOf({
      clips: [
        { ...voice, volume: 0 },
        { ...voice, volume: 1.5 },
      ],
      music,
    })
    expect(chains.slice(0, 3).map((chain) => /,volume=([\d.]+)/.exec(chain)?.[1])).toEqual(['0', '1.5', '0.25'])
  })

  it.each([
    ['shorter than the film', 59.999, true, true],
    ['as long as the film', 60, true, false],
    ['longer than the film', 61, true, false],
    ['shorter than the film but played once', 10, false, false],
  ])('repeats music only where it has to: %s', (_what, durationS, loop, repeats) => {
    expect(musicChain({ durationS, loop }).includes('aloop')).toBe(repeats)
  })

  it('repeats all of the music', () => {
    expect(musicChain({ durationS: 10.5 })).toContain('aloop=loop=-1:size=504000,')
  })

  it('fades out at the end of what is heard', () => {
    expect(musicChain({}, 60)).toContain('afade=t=out:st=56:d=4')
    expect(musicChain({ durationS: 10 }, 60)).toContain('afade=t=out:st=56:d=4')
    expect(musicChain({ durationS: 10, loop: false }, 60)).toContain('afade=t=out:st=6:d=4')
  })

  it('has no fade where none is asked for', () => {
    expect(musicChain({ fadeInS: 0, fadeOutS: 0 })).not.toContain('afade')
  })

  it('makes no fade longer than the film: the music would never be heard at its volume', () => {
    expect(musicChain({ fadeOutS: 60 }, 8)).toContain('afade=t=out:st=0:d=8')
    expect(musicChain({ fadeInS: 60, fadeOutS: 0 }, 8)).toContain('afade=t=in:st=0:d=8')
  })

  it('writes no number with an exponent, which FFmpeg does not read as a time', () => {
    // 100 frames at 30 fps are 3.33 s and a fraction without end; a fade given to six places leaves 3.3e-7 s.
    expect(musicChain({ fadeOutS: 3.333333 }, 100 / 30)).not.toMatch(/\de[+-]?\d/)
    expect(musicChain({ fadeInS: 1e-7 })).not.toMatch(/\de[+-]?\d/)
  })

  it('encodes once, to MP4, which records the samples that the encoder puts in front', () => {
    const { outputOptions, outputPath } = mixSoundJob(
      { clips: [voice], music: null, durationS: 8 },
      { path: '/work/sound.m4a', codec: 'aac', part: null },
    )
    expect(outputOptions.slice(2)).toEqual(['-map', '[mix]', '-c:a', 'aac', '-b:a', '192k', '-f', 'mp4'])
    expect(outputPath).toBe('/work/sound.m4a')
  })
})
