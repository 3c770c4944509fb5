import type { Camera, View } from './camera.ts'
import { easedProgress } from './easing.ts'

/** Where the camera is at a time of its scene, from 0 to 1: straight between its ends, as CSS goes. */
export function viewAt({ from, to, easing }: Camera, time: number): View {
  const progress = easedProgress(easing, time)
  const between = (start: number, end: number) => start + (end - start) * progress
  return { x: between(from.x, to.x), y: between(from.y, to.y), scale: between(from.scale, to.scale) }
}
