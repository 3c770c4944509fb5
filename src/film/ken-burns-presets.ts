/** A move as directions: how the zoom changes, and where the camera goes (right and down are positive). */
type Move = { readonly zoom: 'in' | 'out' | 'none'; readonly x: -1 | 0 | 1; readonly y: -1 | 0 | 1 }

const directions = {
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
  up: { x: 0, y: -1 },
  down: { x: 0, y: 1 },
} as const

export const presetNames = [
  'zoom-in',
  'zoom-out',
  'pan-left',
  'pan-right',
  'pan-up',
  'pan-down',
  'zoom-in-left',
  'zoom-in-right',
  'zoom-in-up',
  'zoom-in-down',
  'zoom-out-left',
  'zoom-out-right',
  'zoom-out-up',
  'zoom-out-down',
] as const

export type PresetName = (typeof presetNames)[number]

/** `zoom-in-left` -> zooms in while the camera goes left. */
export function moveOfPreset(name: PresetName): Move {
  const zoom = name.startsWith('zoom-in') ? 'in' : name.startsWith('zoom-out') ? 'out' : 'none'
  const direction = name.split('-').at(-1) ?? ''
  const { x, y } = direction in directions ? directions[direction as keyof typeof directions] : { x: 0 as const, y: 0 as const }
  return { zoom, x, y }
}
