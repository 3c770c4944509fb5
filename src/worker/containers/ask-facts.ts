import { setTimeout as sleep } from 'node:timers/promises'
import { containerFacts, type ContainerFacts } from '../../api/worker-facts.ts'
import { FramefarmError, messageOf } from '../../shared/errors.ts'
import { throwIfCancelled } from '../../shared/within.ts'
import { retryDelayMs } from '../until-answered.ts'
import type { SceneContainersOptions } from './scene-containers.ts'

/** A container that has to start first takes a while. */
const answerMs = 120_000

/**
 * What the containers render with; all of them are taken to be alike. Asked until one answers.
 * @param onFault called for each time that none does
 * @throws CANCELLED
 */
export async function askFacts(
  { addresses, headersFor, pauseMs = retryDelayMs }: SceneContainersOptions,
  signal: AbortSignal,
  onFault: (error: unknown) => void,
): Promise<ContainerFacts> {
  for (let attempt = 1; ; attempt++) {
    const address = addresses[attempt % addresses.length]
    if (!address) throw new Error('unreachable: there is an address')
    try {
      const headers = await headersFor(address)
      const limited = AbortSignal.any([signal, AbortSignal.timeout(answerMs)])
      const response = await fetch(new URL('process-work', address), { headers, signal: limited, redirect: 'error' })
      if (!response.ok) throw new Error(`it answered ${response.status}`)
      return containerFacts.parse(await response.json())
    } catch (cause) {
      throwIfCancelled(signal)
      onFault(
        new FramefarmError('WORKER_LOST', `the container at ${address.origin} does not say what it renders with: ${messageOf(cause)}`, { cause }),
      )
      await sleep(pauseMs(attempt), undefined, { signal }).catch(() => undefined)
    }
  }
}
