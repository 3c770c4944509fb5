import type { KenBurnsInput } from '../film/camera-schema.ts'
import { shotsOf, type CameraWish, type Shot } from './camera-shots.ts'

type Size = { readonly width: number; readonly height: number }

/** The photo's top left corner in frame pixels, and its scale relative to the size it is laid out at (at most 1, but for frames over 4K). */
export type View = { readonly x: number; readonly y: number; readonly scale: number }

/** A move over a photo that is laid out at `width` x `height` CSS pixels, the largest size that it reaches. */
export type Camera = Size & { readonly from: View; readonly to: View; readonly easing: string }

export type CameraPlan = { readonly camera: Camera; readonly warnings: readonly string[] }

/**
 * Largest layout, in pixels: 640 MB of tiles, as much as a 4K frame at four times its size. Beyond it (8K) the photo is laid out
 * smaller and enlarged by the camera; prepared images have fewer pixels than this anyway.
 */
const maxLayoutPixels = 160e6

/**
 * The geometry of a Ken Burns move. A photo that covers the frame never shows an edge: a view that would is moved inside.
 * One that is to be seen whole stays within the frame, as long as it is smaller than it.
 * Both ends lie inside and CSS goes straight from one to the other, so all frames between do too.
 * @param image upright size of the photo in pixels
 * @param wish what the film says, and the preset to take where it says nothing
 */
export function planCamera(image: Size, frame: Size, wish: CameraWish): CameraPlan {
  const { kenBurns, fit = 'cover' } = wish
  const ratios = [frame.width / image.width, frame.height / image.height]
  const ratio = fit === 'cover' ? Math.max(...ratios) : Math.min(...ratios)
  const fitted = { width: image.width * ratio, height: image.height * ratio }
  const { from, to, warnings } = shotsOf(wish, { fitted, frame })
  const wanted = Math.max(from.scale, to.scale)
  const largest = Math.min(wanted, Math.sqrt(maxLayoutPixels / (fitted.width * fitted.height)))
  // Whole pixels, because Chromium snaps boxes to them when it paints; rounded up, so that it still covers.
  const layout = { width: Math.ceil(snug(fitted.width * largest)), height: Math.ceil(snug(fitted.height * largest)) }
  const start = viewOf(from, largest, { layout, frame })
  const end = viewOf(to, largest, { layout, frame })
  const { easing, overshoots } = safeEasing(kenBurns?.easing ?? 'ease-in-out')
  const wrong = fit === 'cover' ? 'would show an edge' : 'would leave the frame'
  const all = [
    ...warnings,
    ...(kenBurns && saysPoints(kenBurns) && start.moved ? [`${wrong} at the start; its focus point is moved inside`] : []),
    ...(kenBurns && saysPoints(kenBurns) && end.moved ? [`${wrong} at the end; its focus point is moved inside`] : []),
    ...(overshoots ? [`has an easing that overshoots (${kenBurns?.easing}); it is held to its ends`] : []),
  ]
  return { camera: { ...layout, from: start.view, to: end.view, easing }, warnings: all }
}

/** 2304.0000000000005 is 2304: a product of fractions, not a need for one more pixel. */
function snug(value: number): number {
  return Number(value.toFixed(6))
}

/** Presets find their place themselves; of rectangles is told what does not fit. */
function saysPoints({ startX, startY, endX, endY }: KenBurnsInput): boolean {
  return [startX, startY, endX, endY].some((value) => value !== undefined)
}

function viewOf(shot: Shot, largest: number, { layout, frame }: { layout: Size; frame: Size }): { view: View; moved: boolean } {
  const scale = shot.scale / largest
  const place = (length: number, point: number, room: number) => {
    // Where the photo is larger than the frame its edges stay outside, where it is smaller they stay within.
    const free = room - length * scale
    const wanted = room / 2 - point * length * scale
    return { at: Math.min(Math.max(free, 0), Math.max(Math.min(free, 0), wanted)), wanted }
  }
  const x = place(layout.width, shot.x, frame.width)
  const y = place(layout.height, shot.y, frame.height)
  const moved = Math.abs(x.at - x.wanted) > 0.5 || Math.abs(y.at - y.wanted) > 0.5
  return { view: { x: x.at, y: y.at, scale }, moved }
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
