import type { WorkerFacts } from '../../src/api/worker-facts.ts'

/** A worker that can do what most can. */
export function workerFactsOf(part: Partial<WorkerFacts> = {}): WorkerFacts {
  const versions = { ffmpeg: '5.1.9' }
  return { id: 'scripted', slots: 1, cores: 2, memoryBytes: 8e9, toolchain: 'usual', encoders: ['h264', 'h264:cpu'], versions, ...part }
}
