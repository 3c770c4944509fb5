import type { Failure, Render } from '../api/render.ts'
import type { RenderRequest } from '../api/render-request.ts'

type FilmJson = RenderRequest['film']
type LeftOut = Render['leftOut'][number]

export type AmendedFilm = {
  readonly film: FilmJson
  /** For each scene of it the index of that scene in the film as it was sent. */
  readonly sentScenes: readonly number[]
}

/** Of a card in place of a scene that was as long as a voiceover which is not to be had. */
const cardSeconds = 5

/** What stays of a scene whose picture is not to be had. */
const keptFields = ['title', 'duration', 'padding', 'voiceover', 'sounds', 'captions', 'captionStyle', 'transition'] as const
const soundFields: ReadonlySet<string> = new Set(['voiceover', 'sounds', 'captions'])

/** The film without the scenes that were left out, or with plain cards in their places. Of a film without scenes nothing is changed. */
export function amendFilm(film: FilmJson, leftOut: readonly LeftOut[]): AmendedFilm {
  const scenes = Array.isArray(film['scenes']) ? film['scenes'] : []
  const lost = new Map(leftOut.map((one) => [one.scene, one]))
  const shown = scenes.flatMap((scene, index) => {
    const amendment = lost.get(index)
    if (!amendment) return [{ scene, index }]
    return amendment.how === 'skip' ? [] : [{ scene: cardFor(scene, index, amendment.error), index }]
  })
  const sentScenes = shown.map(({ index }) => index)
  return { film: leftOut.length === 0 ? film : { ...film, scenes: shown.map(({ scene }) => scene) }, sentScenes }
}

type Json = FilmJson[string]

/** A card without a picture, as long as the scene. What is heard goes on, unless it is what has failed. */
function cardFor(scene: Json, index: number, error: Failure): Json {
  const fields = typeof scene === 'object' && scene !== null && !Array.isArray(scene) ? scene : {}
  const isSilent = isAboutSound(error, index)
  const kept = keptFields.filter((name) => fields[name] !== undefined && !(isSilent && soundFields.has(name)))
  const card = Object.fromEntries(kept.map((name) => [name, fields[name] ?? null]))
  const title = typeof fields['title'] === 'string' ? fields['title'] : '\u00a0'
  const length = isSilent && card['duration'] === 'auto' ? { duration: cardSeconds } : {}
  return { ...card, ...length, template: 'title-card', props: { title } }
}

function isAboutSound({ faults = [] }: Failure, index: number): boolean {
  return faults.some(({ pointer }) => /^\/(?:voiceover|sounds|captions)(?:\/|$)/.test(pointer.slice(`/scenes/${index}`.length)))
}
