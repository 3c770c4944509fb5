import type { PresetName } from '../film/ken-burns-presets.ts'

type ImageFacts = { readonly hash: string; readonly width: number; readonly height: number }

/** Gentle moves for pictures that fill the frame, and for those of which the frame shows only a part of the height. */
const moves = {
  wide: ['zoom-in', 'pan-right', 'zoom-out', 'pan-left', 'zoom-in-right', 'zoom-out-left', 'zoom-in-left', 'zoom-out-right'],
  tall: ['pan-up', 'zoom-in-up', 'pan-down', 'zoom-out-down', 'zoom-in-down', 'zoom-out-up'],
} as const satisfies Record<string, readonly PresetName[]>

/** Taller than this, against the frame, a picture has more to show above and below than at its sides. */
const tallRatio = 1.2

/**
 * A move for each scene that names none. It comes from the image's content, so that a scene put in between
 * leaves the others as they were (and their finished chunks of use), and it differs from the scene before.
 */
export function choosePresets(images: readonly ImageFacts[], frame: { readonly width: number; readonly height: number }): readonly PresetName[] {
  let before: PresetName | null = null
  return images.map((image) => {
    const isTall = image.height / image.width > (tallRatio * frame.height) / frame.width
    const choices: readonly PresetName[] = isTall ? moves.tall : moves.wide
    const first = Number.parseInt(image.hash.slice(0, 8), 16) % choices.length
    const wanted = choices[first] ?? 'zoom-in'
    before = wanted === before ? (choices[(first + 1) % choices.length] ?? wanted) : wanted
    return before
  })
}
