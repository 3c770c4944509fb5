import { cameraFaults } from './camera-faults.ts'
import { filmSchema, type SceneInput } from './film-schema.ts'
import { FilmInvalidError, pointerOf, type Fault } from './fault.ts'
import { faultsOfIssues } from './faults-of-issues.ts'
import { resolveFilmCaptions, sceneCaptionsOf } from './resolve-captions.ts'
import { resolveFonts } from './resolve-fonts.ts'
import { resolveMusic, resolveSceneSounds, type Resolving } from './resolve-sound.ts'
import { allowedSources, resolveSource } from './resolve-source.ts'
import type { Film, Source } from './film.ts'
import { resolveOutputs } from './resolve-output.ts'
import { allowedTemplate, resolveTemplate } from './resolve-template.ts'
import type { TransitionInput } from './transition-schema.ts'

/** More would be a mistake in a number: 1,000,000 frames are over nine hours at 30 fps. */
const maxFrames = 1_000_000

/**
 * Checks a film and fills in every default.
 * @param raw the parsed JSON, trusted in nothing
 * @param folder absolute path that the film's relative paths start from; null for a film that came in a request, which may name no path
 * @param refuses why a source may not be used, for whoever knows; null where it may
 * @throws FilmInvalidError with every fault at once
 */
export function parseFilm(raw: unknown, folder: string | null, refuses: (source: Source) => string | null = () => null): Film {
  const result = filmSchema.safeParse(raw)
  const missing = missingImages(raw)
  if (!result.success) throw new FilmInvalidError([...faultsOfIssues(result.error.issues, raw), ...missing])
  const input = result.data
  const faults: Fault[] = [...missing]
  const source = (text: string, path: readonly PropertyKey[]): Source => {
    const resolved = resolveSource(text, folder)
    const refusal = 'url' in resolved ? refuses(resolved) : null
    if ('url' in resolved && refusal === null) return resolved
    const { fault = `may not be used: ${refusal}`, value = text } = 'url' in resolved ? {} : resolved
    faults.push({ pointer: pointerOf(path), message: fault, value, allowed: allowedSources(folder) })
    return { text, scheme: 'file', url: new URL('file:///') }
  }
  const film: Film = {
    folder,
    ...resolveOutputs(input, faults),
    background: longHex(input.background),
    music: resolveMusic(input.music, { source, faults }),
    loudness: input.loudness,
    sound: input.sound,
    fonts: resolveFonts(input, { folder, source, faults }),
    scenes: input.scenes.map((scene, index) => ({
      ...resolveScene(scene, index, { source, folder, faults }),
      captions: sceneCaptionsOf(scene, index, { film: input.captions, faults }),
    })),
    transition: resolveTransition(input.transition),
    watermark: input.watermark ? { ...input.watermark, source: source(input.watermark.source, ['watermark', 'source']) } : null,
    captions: resolveFilmCaptions(input.captions, source),
  }
  faults.push(...cameraFaults(input), ...lengthFaults(film))
  if (faults.length > 0) throw new FilmInvalidError(faults)
  return film
}

type SceneResolving = Resolving & { readonly folder: string | null }

function resolveScene(scene: SceneInput, index: number, resolving: SceneResolving): Omit<Film['scenes'][number], 'captions'> {
  const { source, folder, faults } = resolving
  const resolved = resolveTemplate(scene.template, folder)
  if ('fault' in resolved) {
    faults.push({
      pointer: pointerOf(['scenes', index, 'template']),
      message: resolved.fault,
      value: scene.template,
      allowed: folder === null ? 'the name of a template' : allowedTemplate,
    })
  }
  return {
    image: scene.image === undefined ? null : source(scene.image, ['scenes', index, 'image']),
    title: scene.title ?? null,
    duration: scene.duration,
    kenBurns: scene.kenBurns ?? null,
    focus: scene.focus ?? null,
    fit: scene.fit,
    rotation: scene.rotation,
    ...resolveSceneSounds(scene, index, resolving),
    transition: resolveTransition(scene.transition),
    template: 'template' in resolved ? resolved.template : scene.template,
    hasCamera: true,
    props: scene.props,
  }
}

function resolveTransition(input: SceneInput['transition']): TransitionInput | null {
  return input ? { ...input, colour: longHex(input.colour) } : null
}

/** The default template shows a photograph. Of the others it is known when they are loaded. */
function missingImages(raw: unknown): readonly Fault[] {
  const scenes: unknown = typeof raw === 'object' && raw !== null ? Reflect.get(raw, 'scenes') : null
  if (!Array.isArray(scenes)) return []
  return scenes.flatMap((scene: unknown, index) => {
    const needsOne = typeof scene === 'object' && scene !== null && !('image' in scene) && !('template' in scene)
    return needsOne ? [{ pointer: pointerOf(['scenes', index, 'image']), message: 'is missing', allowed: 'text' }] : []
  })
}

function longHex(colour: string): string {
  const hex = colour.slice(1).toLowerCase()
  return `#${hex.length === 6 ? hex : hex.replaceAll(/./g, '$&$&')}`
}

function lengthFaults(film: Film): readonly Fault[] {
  const { num, den } = film.output.fps
  // A scene of duration auto is as long as a real sound: no mistake in a number.
  const seconds = film.scenes.reduce((sum, { duration }) => sum + (duration === 'auto' ? 0 : duration), 0)
  const frames = Math.round((seconds * num) / den)
  const tooShort = film.scenes.flatMap((scene, index) =>
    scene.duration !== 'auto' && (scene.duration * num) / den < 1
      ? [{ pointer: `/scenes/${index}/duration`, message: `is less than one frame at ${num}/${den} fps`, value: scene.duration }]
      : [],
  )
  if (frames <= maxFrames) return tooShort
  return [...tooShort, { pointer: '/scenes', message: `make ${frames} frames in all`, allowed: `up to ${maxFrames} frames` }]
}
