import type { KenBurnsInput } from '../film/camera-schema.ts'
import { moveOfPreset, type PresetName } from '../film/ken-burns-presets.ts'

type Size = { readonly width: number; readonly height: number }

/** The photo's top left corner in frame pixels, and its scale relative to the size it is laid out at (at most 1, but for frames over 4K). */
export type View = { readonly x: number; readonly y: number; readonly scale: number }

/** A move over a photo that is laid out at `width` x `height` CSS pixels, the largest size that it reaches. */
export type Camera = Size & { readonly from: View; readonly to: View; readonly easing: string }

/** Zoom (1 just covers the frame) and the point of the image, in 0..1, that is wanted at the middle of the frame. */
type Shot = { readonly scale: number; readonly x: number; readonly y: number }

export type CameraWish = { readonly kenBurns: KenBurnsInput | null; readonly preset: PresetName }
export type CameraPlan = { readonly camera: Camera; readonly warnings: readonly string[] }

/**
 * Largest layout, in pixels: 640 MB of tiles, as much as a 4K frame at four times its size. Beyond it (8K) the photo is laid out
 * smaller and enlarged by the camera; prepared images have fewer pixels than this anyway.
 */
const maxLayoutPixels = 160e6

/** Gentle enough for 5 to 10 seconds. */
const defaultAmount = 0.15

/**
 * The geometry of a Ken Burns move. It never shows an edge of the image: a view that would is moved inside.
 * Both ends lie inside and CSS goes straight from one to the other, so all frames between do too.
 * @param image upright size of the photo in pixels
 * @param wish what the film says, and the preset to take where it says nothing
 */
export function planCamera(image: Size, frame: Size, { kenBurns, preset }: CameraWish): CameraPlan {
  const cover = Math.max(frame.width / image.width, frame.height / image.height)
  const covering = { width: image.width * cover, height: image.height * cover }
  const { from, to } = shotsOf(kenBurns, preset, { covering, frame })
  const wanted = Math.max(from.scale, to.scale)
  const largest = Math.min(wanted, Math.sqrt(maxLayoutPixels / (covering.width * covering.height)))
  // Whole pixels, because Chromium snaps boxes to them when it paints; rounded up, so that it still covers.
  const layout = { width: Math.ceil(snug(covering.width * largest)), height: Math.ceil(snug(covering.height * largest)) }
  const start = viewOf(from, largest, { layout, frame })
  const end = viewOf(to, largest, { layout, frame })
  const { easing, overshoots } = safeEasing(kenBurns?.easing ?? 'ease-in-out')
  const warnings = [
    ...(kenBurns && isExplicit(kenBurns) && start.moved ? ['would show an edge at the start; its focus point is moved inside'] : []),
    ...(kenBurns && isExplicit(kenBurns) && end.moved ? ['would show an edge at the end; its focus point is moved inside'] : []),
    ...(overshoots ? [`has an easing that overshoots (${kenBurns?.easing}); it is held to its ends`] : []),
  ]
  return { camera: { ...layout, from: start.view, to: end.view, easing }, warnings }
}

/** 2304.0000000000005 is 2304: a product of fractions, not a need for one more pixel. */
function snug(value: number): number {
  return Number(value.toFixed(6))
}

function isExplicit(kenBurns: KenBurnsInput): boolean {
  return kenBurns.preset === undefined
}

function shotsOf(kenBurns: KenBurnsInput | null, preset: PresetName, sizes: { covering: Size; frame: Size }): { from: Shot; to: Shot } {
  if (kenBurns?.preset !== undefined) return presetShots(kenBurns.preset, kenBurns.amount ?? defaultAmount, sizes)
  if (!kenBurns || !saysMore(kenBurns)) return presetShots(preset, defaultAmount, sizes)
  const { startScale = 1, endScale = startScale, startX = 0.5, startY = 0.5, endX = startX, endY = startY } = kenBurns
  return { from: { scale: startScale, x: startX, y: startY }, to: { scale: endScale, x: endX, y: endY } }
}

/** `{ easing }` alone asks for the default move with another easing. */
function saysMore({ startScale, endScale, startX, startY, endX, endY }: KenBurnsInput): boolean {
  return [startScale, endScale, startX, startY, endX, endY].some((value) => value !== undefined)
}

/**
 * A zoom goes between 1 and 1 + amount about the middle, or towards a side. A pan keeps 1 + amount and
 * travels `amount` of the frame, half of it on each side of the middle.
 */
function presetShots(preset: PresetName, amount: number, { covering, frame }: { covering: Size; frame: Size }): { from: Shot; to: Shot } {
  const move = moveOfPreset(preset)
  const near = Math.min(4, 1 + amount)
  const shift = {
    x: (move.x * amount * frame.width) / 2 / (covering.width * near),
    y: (move.y * amount * frame.height) / 2 / (covering.height * near),
  }
  const middle: Shot = { scale: 1, x: 0.5, y: 0.5 }
  const ahead: Shot = { scale: near, x: 0.5 + shift.x, y: 0.5 + shift.y }
  const behind: Shot = { scale: near, x: 0.5 - shift.x, y: 0.5 - shift.y }
  if (move.zoom === 'in') return { from: middle, to: ahead }
  if (move.zoom === 'out') return { from: behind, to: middle }
  return { from: behind, to: ahead }
}

function viewOf(shot: Shot, largest: number, { layout, frame }: { layout: Size; frame: Size }): { view: View; moved: boolean } {
  const scale = shot.scale / largest
  const wanted = { x: frame.width / 2 - shot.x * layout.width * scale, y: frame.height / 2 - shot.y * layout.height * scale }
  // The clamp's lower bound is the view at the image's right (bottom) edge.
  const x = Math.min(0, Math.max(frame.width - layout.width * scale, wanted.x))
  const y = Math.min(0, Math.max(frame.height - layout.height * scale, wanted.y))
  const moved = Math.abs(x - wanted.x) > 0.5 || Math.abs(y - wanted.y) > 0.5
  return { view: { x, y, scale }, moved }
}

/** An easing that leaves 0..1 would carry the view past its ends, and an edge into the frame. */
function safeEasing(easing: string): { easing: string; overshoots: boolean } {
  const parts = /^cubic-bezier\((.*)\)$/.exec(easing)?.[1]?.split(',').map(Number)
  if (!parts) return { easing, overshoots: false }
  const [x1 = 0, y1 = 0, x2 = 1, y2 = 1] = parts
  const held = [x1, clampToUnit(y1), x2, clampToUnit(y2)]
  return { easing: `cubic-bezier(${held.join(', ')})`, overshoots: y1 !== held[1] || y2 !== held[3] }
}

function clampToUnit(value: number): number {
  return Math.min(1, Math.max(0, value))
}
