import { runWorker, type RunningWorker } from '../run-worker.ts'
import type { WorkerOptions } from '../running.ts'
import { askFacts } from './ask-facts.ts'
import { SceneContainers, type SceneContainersOptions } from './scene-containers.ts'

/** Has work done in containers, as much at the same time as it has slots. */
export function runContainerWorker(options: WorkerOptions, containers: SceneContainersOptions): RunningWorker {
  const scenes = new SceneContainers(containers)
  const { slots, listen } = options
  return runWorker(options, {
    capabilities: async (signal) => {
      const { cores, memoryBytes, ...facts } = await askFacts(containers, signal, (error) => listen({ type: 'unreachable', error }))
      // Each piece of work has a container to itself.
      return { ...facts, cores: cores * slots, memoryBytes: memoryBytes * slots }
    },
    perform: ({ lease, signal }) => scenes.perform(lease, signal),
    isOver: null,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  })
}
