import { cameraFaults } from './camera-faults.ts'
import { filmSchema, type FilmInput, type SceneInput } from './film-schema.ts'
import { FilmInvalidError, pointerOf, type Fault } from './fault.ts'
import { faultsOfIssues } from './faults-of-issues.ts'
import { resolveFilmCaptions, sceneCaptionsOf } from './resolve-captions.ts'
import { resolveFonts } from './resolve-fonts.ts'
import { resolveSource } from './resolve-source.ts'
import type { Film, FrameRate, Source } from './film.ts'
import type { TransitionInput } from './transition-schema.ts'

/** More would be a mistake in a number: 1,000,000 frames are over nine hours at 30 fps. */
const maxFrames = 1_000_000

/**
 * Checks a film and fills in every default.
 * @param raw the parsed JSON, trusted in nothing
 * @param folder absolute path that the film's relative paths start from
 * @throws FilmInvalidError with every fault at once
 */
export function parseFilm(raw: unknown, folder: string): Film {
  const result = filmSchema.safeParse(raw)
  if (!result.success) throw new FilmInvalidError(faultsOfIssues(result.error.issues, raw))
  const input = result.data
  const faults: Fault[] = []
  const source = (text: string, path: readonly PropertyKey[]): Source => {
    const resolved = resolveSource(text, folder)
    if ('url' in resolved) return resolved
    faults.push({ pointer: pointerOf(path), message: resolved.fault, value: text, allowed: 'a path, or a file:, http:, https: or gs: address' })
    return { text, scheme: 'file', url: new URL('file:///') }
  }
  const film: Film = {
    output: { ...input.output, fps: frameRateOf(input.output.fps, faults) },
    background: longHex(input.background),
    music: input.music ? { ...input.music, source: source(input.music.source, ['music', 'source']) } : null,
    fonts: resolveFonts(input, source, faults),
    transition: resolveTransition(input.transition),
    watermark: input.watermark ? { ...input.watermark, source: source(input.watermark.source, ['watermark', 'source']) } : null,
    captions: resolveFilmCaptions(input.captions, source),
    scenes: input.scenes.map((scene, index) => ({
      ...resolveScene(scene, index, source),
      captions: sceneCaptionsOf(scene, index, { film: input.captions, faults }),
    })),
  }
  faults.push(...cameraFaults(input), ...lengthFaults(film))
  if (faults.length > 0) throw new FilmInvalidError(faults)
  return film
}

function resolveScene(
  scene: SceneInput,
  index: number,
  source: (text: string, path: readonly PropertyKey[]) => Source,
): Omit<Film['scenes'][number], 'captions'> {
  const { voiceover } = scene
  return {
    image: source(scene.image, ['scenes', index, 'image']),
    duration: scene.duration,
    kenBurns: scene.kenBurns ?? null,
    focus: scene.focus ?? null,
    fit: scene.fit,
    rotation: scene.rotation,
    voiceover: voiceover ? { ...voiceover, source: source(voiceover.source, ['scenes', index, 'voiceover', 'source']) } : null,
    transition: resolveTransition(scene.transition),
    template: scene.template,
    props: scene.props,
  }
}

function resolveTransition(input: SceneInput['transition']): TransitionInput | null {
  return input ? { ...input, colour: longHex(input.colour) } : null
}

function frameRateOf(fps: FilmInput['output']['fps'], faults: Fault[]): FrameRate {
  if (typeof fps === 'number') return { num: fps, den: 1 }
  const [num = 0, den = 1] = fps.split('/').map(Number)
  if (num / den < 1 || num / den > 120) {
    faults.push({ pointer: '/output/fps', message: 'is out of range', value: fps, allowed: 'a fraction from 1 to 120' })
  }
  const divisor = greatestCommonDivisor(num, den)
  return { num: num / divisor, den: den / divisor }
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}

function longHex(colour: string): string {
  const hex = colour.slice(1).toLowerCase()
  return `#${hex.length === 6 ? hex : hex.replaceAll(/./g, '$&$&')}`
}

function lengthFaults(film: Film): readonly Fault[] {
  const { num, den } = film.output.fps
  const seconds = film.scenes.reduce((sum, scene) => sum + scene.duration, 0)
  const frames = Math.round((seconds * num) / den)
  const tooShort = film.scenes.flatMap((scene, index) =>
    (scene.duration * num) / den < 1
      ? [{ pointer: `/scenes/${index}/duration`, message: `is less than one frame at ${num}/${den} fps`, value: scene.duration }]
      : [],
  )
  if (frames <= maxFrames) return tooShort
  return [...tooShort, { pointer: '/scenes', message: `make ${frames} frames in all`, allowed: `up to ${maxFrames} frames` }]
}
