import type { Film, Source } from '../film/film.ts'
import type { Trim } from '../film/film-sound.ts'
import { pointerOf, type Fault } from '../film/fault.ts'
import type { SoundFile } from '../film/sound-mix.ts'
import { FramefarmError } from '../shared/errors.ts'
import { Gatherer, type Fetching } from './gatherer.ts'

export type SoundProbe = (path: string, name: string) => Promise<Pick<SoundFile, 'durationS' | 'channels'>>

/** The sounds of a film, local and looked into. The first two lists have one entry for each scene, `music` one for each track. */
export type SoundAssets = {
  readonly voiceovers: readonly (SoundFile | null)[]
  readonly sounds: readonly (readonly SoundFile[])[]
  readonly music: readonly SoundFile[]
}

type SoundGathering = Fetching & { readonly probeSound: SoundProbe }
type Probing = { readonly probeSound: SoundProbe; readonly maxSoundS: number }

/** Fetches and looks into every sound, each address once. @throws CANCELLED, DISK_FULL */
export async function gatherSounds(film: Film, gathering: SoundGathering): Promise<{ assets: SoundAssets } | { faults: readonly Fault[] }> {
  const gatherer = new Gatherer(gathering)
  const assets = await soundsOf(film, gatherer, { probeSound: gathering.probeSound, maxSoundS: gathering.policy.limits.maxSoundS })
  const faults = gatherer.faults()
  return faults.length > 0 ? { faults } : { assets }
}

/** As gatherSounds, beside other things that a gatherer fetches; what cannot be used is missing in the lists. */
export async function soundsOf(film: Film, gatherer: Gatherer, { probeSound, maxSoundS }: Probing): Promise<SoundAssets> {
  const take = ({ source, trim }: { readonly source: Source; readonly trim: Trim }, at: string): Promise<SoundFile | null> => {
    const probe = async (path: string) => notTooLong({ path, name: source.text, ...(await probeSound(path, source.text)) }, maxSoundS)
    const faultsOf = (probed: SoundFile) => trimFaults(trim, probed, at)
    return gatherer.take(source, { pointer: `${at}/source`, kind: 'sound', probe, faultsOf })
  }
  const scenes = film.scenes.map(({ voiceover, sounds }, index) => {
    const path = pointerOf(['scenes', index])
    return {
      voiceover: voiceover ? take(voiceover, `${path}/voiceover`) : Promise.resolve(null),
      sounds: sounds.map((sound, number) => take(sound, `${path}/sounds/${number}`)),
    }
  })
  const music = (film.music?.tracks ?? []).map((track) => take(track, track.pointer))
  // Also when one has been cancelled the others are waited for: their programs still end.
  await Promise.allSettled([...scenes.flatMap(({ voiceover, sounds }) => [voiceover, ...sounds]), ...music])
  return {
    voiceovers: await Promise.all(scenes.map(({ voiceover }) => voiceover)),
    sounds: await Promise.all(scenes.map(({ sounds }) => allUsable(sounds))),
    music: await allUsable(music),
  }
}

/** A header may claim any length, and a scene of duration auto would be as long. @throws ASSET_INVALID */
function notTooLong(sound: SoundFile, maxSoundS: number): SoundFile {
  if (sound.durationS <= maxSoundS) return sound
  const hours = (seconds: number) => Number((seconds / 3600).toFixed(1))
  throw new FramefarmError('ASSET_INVALID', `${sound.name} lasts ${hours(sound.durationS)} hours; a sound may last up to ${hours(maxSoundS)} hours`)
}

async function allUsable(probed: readonly Promise<SoundFile | null>[]): Promise<readonly SoundFile[]> {
  return (await Promise.all(probed)).filter((sound) => sound !== null)
}

function trimFaults({ start }: Trim, { durationS, name }: SoundFile, at: string): readonly Fault[] {
  if (start < durationS) return []
  const allowed = `less than ${durationS.toFixed(2)}, the length of ${name}`
  return [{ pointer: `${at}/trim/start`, message: 'leaves nothing of the sound', value: start, allowed }]
}
