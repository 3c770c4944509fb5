import type { Fit, KenBurnsInput, Rectangle } from '../film/camera-schema.ts'
import { moveOfPreset, type PresetName } from '../film/ken-burns-presets.ts'

type Size = { readonly width: number; readonly height: number }
type Point = { readonly x: number; readonly y: number }

/** Zoom (at 1 the photo just covers the frame, or just fits into it) and the point of the image, in 0..1, that is wanted at the middle of the frame. */
export type Shot = Point & { readonly scale: number }

export type CameraWish = {
  readonly kenBurns: KenBurnsInput | null
  /** Taken where the film says nothing. */
  readonly preset: PresetName
  /** The point of the image that presets go about; null for its middle. */
  readonly focus?: Point | null
  readonly fit?: Fit
}

/** The photo at scale 1, and the frame, in frame pixels. */
export type Sizes = { readonly fitted: Size; readonly frame: Size }

type Shots = { readonly from: Shot; readonly to: Shot; readonly warnings: readonly string[] }

/** Gentle enough for 5 to 10 seconds. */
const defaultAmount = 0.15
/** As the schema has it for scales that are said in numbers. */
const largestScale = 4
/** How far a preset may carry its focus from the middle of the frame, in parts of the frame: it stays a tenth within. */
const focusTravel = 0.4

/** The two ends of a move. */
export function shotsOf({ kenBurns, preset, focus = null, fit = 'cover' }: CameraWish, sizes: Sizes): Shots {
  const middle = focus ?? { x: 0.5, y: 0.5 }
  const about = { middle, isFocused: focus !== null, fit }
  if (kenBurns?.from) return rectangleShots(kenBurns.from, kenBurns.to, sizes)
  if (kenBurns?.preset !== undefined) return { ...presetShots(kenBurns.preset, kenBurns.amount ?? defaultAmount, about, sizes), warnings: [] }
  if (!kenBurns || !saysMore(kenBurns)) return { ...presetShots(preset, defaultAmount, about, sizes), warnings: [] }
  const { startScale = 1, endScale = startScale, startX = middle.x, startY = middle.y, endX = startX, endY = startY } = kenBurns
  return { from: { scale: startScale, x: startX, y: startY }, to: { scale: endScale, x: endX, y: endY }, warnings: [] }
}

/** `{ easing }` alone asks for the default move with another easing. */
function saysMore({ startScale, endScale, startX, startY, endX, endY }: KenBurnsInput): boolean {
  return [startScale, endScale, startX, startY, endX, endY].some((value) => value !== undefined)
}

type About = { readonly middle: Point; readonly isFocused: boolean; readonly fit: Fit }

/**
 * A zoom goes between 1 and 1 + amount about the middle, or towards a side. A pan keeps 1 + amount and
 * travels `amount` of the frame, half of it on each side of the middle. A photograph that is to be seen whole
 * goes between 1 / (1 + amount) and 1 instead, and pans in the room that it leaves when it is small.
 */
function presetShots(preset: PresetName, amount: number, { middle, isFocused, fit }: About, { fitted, frame }: Sizes): { from: Shot; to: Shot } {
  const move = moveOfPreset(preset)
  const [far, near] = fit === 'cover' ? [1, Math.min(largestScale, 1 + amount)] : [1 / (1 + amount), 1]
  const moved = move.zoom === 'none' && fit !== 'cover' ? far : near
  const visible = { x: frame.width / (fitted.width * moved), y: frame.height / (fitted.height * moved) }
  const reach = isFocused ? Math.min(amount / 2, focusTravel) : amount / 2
  const shift = { x: move.x * reach * visible.x, y: move.y * reach * visible.y }
  const panned = isFocused && move.zoom === 'none' ? roomyMiddle(middle, shift, visible) : middle
  const still: Shot = { scale: far, ...middle }
  const ahead: Shot = { scale: moved, x: panned.x + shift.x, y: panned.y + shift.y }
  const behind: Shot = { scale: moved, x: panned.x - shift.x, y: panned.y - shift.y }
  if (move.zoom === 'in') return { from: still, to: ahead }
  if (move.zoom === 'out') return { from: behind, to: still }
  return { from: behind, to: ahead }
}

/**
 * The middle of a pan that is to keep a point in the frame: as near to the point as leaves room to travel on both sides.
 * Where there is none (the point lies at the very edge of the image) the move is shorter.
 */
function roomyMiddle(focus: Point, shift: Point, visible: Point): Point {
  const along = (at: number, half: number, shown: number) => {
    const [first, last] = [shown / 2 + half, 1 - shown / 2 - half]
    const roomy = first > last ? 0.5 : Math.min(last, Math.max(first, at))
    // At its far end the point is no more than `focusTravel` from the middle of the frame.
    const most = Math.max(0, focusTravel * shown - half)
    return Math.min(at + most, Math.max(at - most, roomy))
  }
  return { x: along(focus.x, Math.abs(shift.x), visible.x), y: along(focus.y, Math.abs(shift.y), visible.y) }
}

function rectangleShots(from: Rectangle, to: Rectangle | undefined, sizes: Sizes): Shots {
  const start = shotOf(from, 'from', sizes)
  const end = to ? shotOf(to, 'to', sizes) : { shot: start.shot, warnings: [] }
  return { from: start.shot, to: end.shot, warnings: [...start.warnings, ...end.warnings] }
}

/** A rectangle as a shot about its middle. One of another size than the frame can show keeps its middle. */
function shotOf({ x, y, width }: Rectangle, name: string, { fitted, frame }: Sizes): { shot: Shot; warnings: readonly string[] } {
  const widest = frame.width / fitted.width
  const wanted = widest / width
  const scale = Math.min(largestScale, Math.max(1, wanted))
  const height = (width * fitted.width * frame.height) / frame.width / fitted.height
  const middle = { x: x + width / 2, y: y + height / 2 }
  return { shot: { scale, ...middle }, warnings: rectangleWarnings(name, { y, width, height, widest, scale, wanted }) }
}

type Measured = { y: number; width: number; height: number; widest: number; scale: number; wanted: number }

/** What is smaller than this part of the image is rounding. */
const noticeable = 0.0005

function rectangleWarnings(name: string, { y, width, height, widest, scale, wanted }: Measured): readonly string[] {
  const percent = (part: number) => `${(part * 100).toFixed(1)} %`
  if (scale > wanted && width - widest > noticeable) {
    return [
      `has a rectangle (${name}) that is higher than the image: at most ${percent(widest)} of its width fit into this frame; it is made so small`,
    ]
  }
  if (scale < wanted)
    return [`has a rectangle (${name}) smaller than a quarter of what covers the frame; it is made ${percent(widest / largestScale)} wide`]
  const below = y + height - 1
  return below > noticeable ? [`has a rectangle (${name}) that reaches ${percent(below)} below the image; it is moved inside`] : []
}
