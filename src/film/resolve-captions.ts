import { captionPresets, plainParts } from './caption-presets.ts'
import type { Box, CaptionStyle, Highlight } from './caption-style.ts'
import type { CaptionStyleInput, FilmCaptionsInput, SceneCaptionsInput } from './captions-schema.ts'
import type { FilmCaptions, SceneCaptions } from './captions.ts'
import { cuesOfLines } from './cues-of-lines.ts'
import { pointerOf, type Fault } from './fault.ts'
import type { Source } from './film.ts'

type SceneInput = { readonly captions?: SceneCaptionsInput; readonly captionStyle?: CaptionStyleInput | undefined }

export function resolveFilmCaptions(input: FilmCaptionsInput, source: (text: string, path: readonly PropertyKey[]) => Source): FilmCaptions {
  const { language, burnIn, sidecar, track } = input
  return { source: input.source === undefined ? null : source(input.source, ['captions', 'source']), language, burnIn, sidecar, track }
}

/** A scene's captions in a style with nothing left open: the preset, what the film changes of it, what the scene changes. */
export function sceneCaptionsOf(
  { captions, captionStyle = {} }: SceneInput,
  index: number,
  { film, faults }: { readonly film: FilmCaptionsInput; readonly faults: Fault[] },
): SceneCaptions {
  const preset = captionPresets[captionStyle.preset ?? film.style.preset ?? 'classic']
  const style = changed(changed(preset, film.style), captionStyle)
  const fontPointer = captionStyle.font === undefined ? '/captions/style/font' : pointerOf(['scenes', index, 'captionStyle', 'font'])
  if (captions === undefined) return { content: null, style, fontPointer }
  if (typeof captions === 'string') return { content: captions, style, fontPointer }
  return { content: cuesOfLines(captions, ['scenes', index, 'captions'], { language: film.language, faults }), style, fontPointer }
}

function changed(style: CaptionStyle, { preset: _preset, ...changes }: CaptionStyleInput): CaptionStyle {
  const { safeArea, outline, shadow, box, highlight, ...plain } = changes
  return {
    ...style,
    ...defined(plain),
    safeArea: safeArea === undefined ? style.safeArea : { ...style.safeArea, ...marginsOf(safeArea) },
    outline: part(style.outline, outline, plainParts.outline),
    shadow: part(style.shadow, shadow, plainParts.shadow),
    box: part(style.box, box, plainParts.box),
    highlight: changedHighlight(style.highlight, highlight),
  }
}

function changedHighlight(before: Highlight | null, change: CaptionStyleInput['highlight']): Highlight | null {
  if (change === undefined) return before
  if (change === null) return null
  const { box, ...plain } = change
  const from = before ?? plainParts.highlight
  return { ...from, ...defined(plain), box: part<Box>(from.box, box, { ...plainParts.box, padding: 0.14 }) }
}

/** A part of the style: as it was, taken away, or changed where the film says more. */
function part<T extends object>(before: T | null, change: Undefinable<T> | null | undefined, plain: T): T | null {
  if (change === undefined) return before
  return change === null ? null : { ...(before ?? plain), ...defined(change) }
}

function marginsOf(safeArea: NonNullable<CaptionStyleInput['safeArea']>): Partial<CaptionStyle['safeArea']> {
  if (typeof safeArea === 'object') return defined(safeArea)
  return { top: safeArea, right: safeArea, bottom: safeArea, left: safeArea }
}

type Undefinable<T> = { readonly [K in keyof T]?: T[K] | undefined }

/** Without what is not said, which would otherwise undo what is. */
function defined<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> }
}
