import type { PixelBox } from './pixel-box.ts'
import type { Plane } from './plane.ts'

/** How strong the edges in a part of a plane are: squares of the steps from pixel to pixel, summed. */
export function edgeEnergy({ width, data }: Plane, box: PixelBox): number {
  let sum = 0
  for (let row = box.y; row < box.y + box.height - 1; row++) {
    for (let at = row * width + box.x; at < row * width + box.x + box.width - 1; at++) {
      const value = data[at] ?? 0
      sum += ((data[at + 1] ?? 0) - value) ** 2 + ((data[at + width] ?? 0) - value) ** 2
    }
  }
  return sum
}
