import type { SoundAssets } from '../assets/gather-sounds.ts'
import { pointerOf, type Fault } from '../film/fault.ts'
import type { Film } from '../film/film.ts'
import type { Trim } from '../film/film-sound.ts'
import type { SoundFile } from '../film/sound-mix.ts'
import { heardSeconds } from './heard-seconds.ts'
import type { SoundTiming } from './plan-sound.ts'
import { durationOf } from './timeline.ts'

type Placed = { readonly trim: Trim; readonly sound: SoundFile; readonly startS: number; readonly pointer: string }

/** What is seldom meant: sounds that the film's end cuts off or leaves out, voices that speak on when the next one starts, trims beyond the end. */
export function soundWarnings(film: Film, assets: SoundAssets, { ranges, durationS }: SoundTiming): readonly Fault[] {
  const frameS = durationOf(1, film.output.fps)
  const scenes = film.scenes.flatMap(({ voiceover, sounds }, index) => {
    const range = ranges[index]
    if (!range) return []
    const sceneS = durationOf(range.from, film.output.fps)
    const voice = assets.voiceovers[index]
    const effects = sounds.flatMap(({ at, trim }, number) => {
      const sound = assets.sounds[index]?.[number]
      return sound ? [{ trim, sound, startS: sceneS + at, pointer: pointerOf(['scenes', index, 'sounds', number]) }] : []
    })
    const spoken = voiceover && voice ? [{ trim: voiceover.trim, sound: voice, startS: sceneS + voiceover.offset }] : []
    const voices = spoken.map((placed) => ({ ...placed, pointer: pointerOf(['scenes', index, 'voiceover']) }))
    const sceneEndS = durationOf(range.to, film.output.fps)
    return [
      ...voices.flatMap((placed) => [...endWarnings(placed, durationS, frameS), ...nextSceneWarnings(placed, { sceneEndS, durationS, frameS })]),
      ...effects.flatMap((placed) => endWarnings(placed, durationS, frameS)),
      ...[...voices, ...effects].flatMap(trimWarnings),
    ]
  })
  const tracks = (film.music?.tracks ?? []).flatMap(({ trim, pointer }, index) => {
    const sound = assets.music[index]
    return sound ? trimWarnings({ trim, sound, pointer }) : []
  })
  return [...scenes, ...tracks]
}

function endOf({ trim, sound, startS }: Placed): number {
  return startS + heardSeconds(trim, sound)
}

/** A scene is rounded to whole frames; a sound of the same length may stick out by a part of one. */
function endWarnings(placed: Placed, durationS: number, frameS: number): readonly Fault[] {
  const { pointer, startS } = placed
  if (startS >= durationS) return [{ pointer, message: `begins ${(startS - durationS).toFixed(1)} s after the end of the film and is not heard` }]
  const overS = endOf(placed) - durationS
  return overS > frameS ? [{ pointer, message: `goes on ${overS.toFixed(1)} s after the end of the film and is cut off there` }] : []
}

type Ends = { readonly sceneEndS: number; readonly durationS: number; readonly frameS: number }

function nextSceneWarnings(placed: Placed, { sceneEndS, durationS, frameS }: Ends): readonly Fault[] {
  const endS = endOf(placed)
  if (endS > durationS + frameS || endS <= sceneEndS + frameS) return []
  return [{ pointer: placed.pointer, message: `goes on ${(endS - sceneEndS).toFixed(1)} s into the next scene` }]
}

/** By so much a header may be wrong. */
const headerErrorS = 0.1

function trimWarnings({ trim, sound, pointer }: Omit<Placed, 'startS'>): readonly Fault[] {
  if (trim.end === null || trim.end <= sound.durationS + headerErrorS) return []
  const allowed = `up to ${sound.durationS.toFixed(2)}, the length of ${sound.name}`
  return [{ pointer: `${pointer}/trim/end`, message: 'is after the end of the sound, and has no effect', value: trim.end, allowed }]
}
