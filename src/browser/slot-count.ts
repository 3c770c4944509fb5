import { availableParallelism } from 'node:os'
import { cgroupCores } from '../shared/cgroup-cores.ts'

type FrameSize = { readonly width: number; readonly height: number }

/**
 * What a Chromium takes, with its renderer and compositor, for a photo zoomed to four times the frame:
 * measured 1.2 GB for 1080p and 2.5 GB for 4K (0.7 GB for 1080p under a gentle zoom).
 */
export function slotBytes({ width, height }: FrameSize): number {
  return 750e6 + 210 * width * height
}

/** For this process, FFmpeg and the page cache. */
export const reservedBytes = 1e9
const mostSlots = 24

/** Memory that this process may use: the container's limit where there is one. */
export function usableMemoryBytes(): number {
  return process.availableMemory()
}

/** Cores that this process may use, as its cgroup and affinity allow. */
export function usableCores(): number {
  return Math.min(availableParallelism(), cgroupCores())
}

/** How many Chromium processes capture side by side: one for each core, as far as memory goes, and one at least. */
export function slotCount(frame: FrameSize, cores = usableCores(), memoryBytes = usableMemoryBytes()): number {
  return Math.max(1, Math.min(cores, mostSlots, Math.floor((memoryBytes - reservedBytes) / slotBytes(frame))))
}
