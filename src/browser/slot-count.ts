import { availableParallelism } from 'node:os'

/** A Chromium that draws 1080p, with its renderer and compositor, was measured at 660 MB; 4K takes about twice that. */
const slotBytes = 900e6
/** For this process, FFmpeg and the page cache. */
const reservedBytes = 1e9
const mostSlots = 24

/** Memory that this process may use: the container's limit where there is one. */
export function usableMemoryBytes(): number {
  return process.availableMemory()
}

/** Cores that this process may use, as its cgroup and affinity allow. */
export function usableCores(): number {
  return availableParallelism()
}

/** How many Chromium processes capture side by side: one for each core, as far as memory goes, and one at least. */
export function slotCount(cores = usableCores(), memoryBytes = usableMemoryBytes()): number {
  return Math.max(1, Math.min(cores, mostSlots, Math.floor((memoryBytes - reservedBytes) / slotBytes)))
}
