type Farm = {
  /** What all that waits would take one slot. */
  readonly secondsOfWork: number
  readonly targetWaitSeconds: number
  /** Whether there is any render that is not over. */
  readonly isBusy: boolean
  /** Of all workers. */
  readonly slots: number
  readonly workers: number
}

/** How many workers, with as many slots as those that are there have, are through with what waits in the time that it may take. */
export function wishWorkers({ secondsOfWork, targetWaitSeconds, isBusy, slots, workers }: Farm): number {
  const slotsOfOne = workers > 0 ? slots / workers : 1
  return Math.max(isBusy ? 1 : 0, Math.ceil(secondsOfWork / targetWaitSeconds / slotsOfOne))
}
