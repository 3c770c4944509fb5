import { runWorker, type RunningWorker, type WorkerOptions } from '../run-worker.ts'
import { askFacts } from './ask-facts.ts'
import { SceneContainers, type SceneContainersOptions } from './scene-containers.ts'

/** Does the work of chunks in containers, as many at the same time as it has slots. */
export function runContainerWorker(options: WorkerOptions, containers: SceneContainersOptions): RunningWorker {
  const scenes = new SceneContainers(containers)
  const { slots, listen } = options
  return runWorker(options, {
    capabilities: async (signal) => {
      const { cores, memoryBytes, ...facts } = await askFacts(containers, signal, (error) => listen({ type: 'unreachable', error }))
      // Each piece of work has a container to itself.
      return { ...facts, cores: cores * slots, memoryBytes: memoryBytes * slots }
    },
    onlyChunks: true,
    perform: async ({ lease, signal }) => {
      const { task } = lease
      if (task.type !== 'chunk') throw new Error(`unreachable: ${task.type} is not given to containers`)
      return scenes.render({ ...lease, task }, signal)
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  })
}
