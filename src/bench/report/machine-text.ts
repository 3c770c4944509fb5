import type { BenchResult } from './bench-result.ts'

/** When, how often, and on what it was measured, in a line or two. */
export function machineText({ machine, startedAt, rounds }: BenchResult): string {
  const { processor, cores, memoryGib, system, chromium, ffmpeg, node, framefarm, loadBefore } = machine
  const what = `${processor}, ${cores} cores, ${memoryGib} GiB, ${system}; Chromium ${chromium}; FFmpeg ${ffmpeg}; Node ${node}; Framefarm ${framefarm}`
  const busy = loadBefore > 0.5 ? 'other work was going on' : 'quiet'
  return `Measured ${startedAt.slice(0, 10)}, ${rounds} ${rounds === 1 ? 'round' : 'rounds'}, on ${what}. Load average before the first run: ${loadBefore.toFixed(2)} (${busy}).`
}
