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
 * A move for each scene that names none. It comes from the image's content, so that a scene put in between leaves
 * the others as they were (and their finished chunks of use), and it differs from the scene before.
 */
export function choosePresets(images: readonly ImageFacts[], frame: { readonly width: number; readonly height: number }): readonly PresetName[] {
  const wishes = images.map((image) => wishOf(image, frame))
  let before: PresetName | undefined
  return wishes.map(([wanted, ...others], index) => {
    const next = wishes[index + 1]?.[0]
    // Where it has to give way it also leaves the next scene its wish: a change reaches the neighbours and no further.
    before = wanted === before ? (others.find((other) => other !== next) ?? wanted) : wanted
    return before
  })
}

/** All moves that suit an image, the one that its content picks first. */
function wishOf(
  { hash, width, height }: ImageFacts,
  frame: { readonly width: number; readonly height: number },
): readonly [PresetName, ...PresetName[]] {
  const isTall = height / width > (tallRatio * frame.height) / frame.width
  const [first, ...rest]: readonly [PresetName, ...PresetName[]] = isTall ? moves.tall : moves.wide
  const turns = Number.parseInt(hash.slice(0, 8), 16) % (rest.length + 1)
  const [picked = first, ...others] = [first, ...rest].slice(turns)
  return [picked, ...others, ...[first, ...rest].slice(0, turns)]
}
