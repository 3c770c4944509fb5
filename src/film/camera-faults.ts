import type { KenBurnsInput, Rectangle } from './camera-schema.ts'
import { pointerOf, type Fault } from './fault.ts'
import type { FilmInput, SceneInput } from './film-schema.ts'

const numbers = ['startScale', 'endScale', 'startX', 'startY', 'endX', 'endY'] as const satisfies readonly (keyof KenBurnsInput)[]
const rectangles = ['from', 'to'] as const satisfies readonly (keyof KenBurnsInput)[]

/** Ways to say a move that say the same thing twice, or say nothing. */
export function cameraFaults({ scenes }: FilmInput): readonly Fault[] {
  return scenes.flatMap((scene, index) =>
    sceneFaults(scene).map(({ path, ...fault }) => ({ pointer: pointerOf(['scenes', index, ...path]), ...fault })),
  )
}

type Found = Omit<Fault, 'pointer'> & { readonly path: readonly string[] }

function sceneFaults({ kenBurns, focus, fit }: SceneInput): readonly Found[] {
  const hasRectangles = kenBurns?.from !== undefined || kenBurns?.to !== undefined
  const beside = hasRectangles ? 'rectangles' : fit === 'cover' ? null : `fit ${fit}, which shows the whole photograph`
  return [
    ...(kenBurns ? moveFaults(kenBurns) : []),
    ...(focus !== undefined && beside !== null ? [{ path: ['focus'], message: `says nothing beside ${beside}`, value: focus }] : []),
    ...(hasRectangles && fit !== 'cover'
      ? [{ path: ['fit'], message: 'cannot stand beside rectangles, which fill the frame', value: fit, allowed: 'cover' }]
      : []),
  ]
}

function moveFaults(kenBurns: KenBurnsInput): readonly Found[] {
  const { preset, amount, from, to } = kenBurns
  const refused = (keys: readonly (keyof KenBurnsInput)[], why: string) =>
    keys.filter((key) => kenBurns[key] !== undefined).map((key) => ({ path: ['kenBurns', key], message: why, value: kenBurns[key] }))
  if (preset !== undefined) return refused([...numbers, ...rectangles], `cannot stand beside preset ${preset}: give one or the other`)
  const lonely = amount === undefined ? [] : refused(['amount'], 'needs a preset beside it')
  if (from === undefined && to === undefined) return lonely
  const twice = refused(numbers, 'cannot stand beside the rectangles from and to: give one or the other')
  const startless = from === undefined ? [{ path: ['kenBurns', 'to'], message: 'needs from beside it', value: to }] : []
  return [...lonely, ...twice, ...startless, ...outside('from', from), ...outside('to', to)]
}

/** Sums of decimal fractions (0.7 + 0.3) may miss 1 by less. */
const rounding = 1e-9

function outside(key: 'from' | 'to', rectangle: Rectangle | undefined): readonly Found[] {
  if (!rectangle || rectangle.x + rectangle.width <= 1 + rounding) return []
  const message = 'reaches beyond the right edge of the image'
  return [{ path: ['kenBurns', key], message, value: rectangle, allowed: 'x + width up to 1' }]
}
