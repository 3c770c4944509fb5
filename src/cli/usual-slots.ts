import { slotCount } from '../browser/slot-count.ts'

/** What most films are. */
const usualFrame = { width: 1920, height: 1080 }

/** How many pieces of work this machine does well side by side. */
export function usualSlots(): number {
  return slotCount(usualFrame)
}
