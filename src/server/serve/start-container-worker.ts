import type { LeaseSource } from '../../api/leases.ts'
import { containersAccount } from '../../coordinator/open-coordinator.ts'
import { FramefarmError } from '../../shared/errors.ts'
import { runContainerWorker } from '../../worker/containers/container-worker.ts'
import { identityTokens } from '../../worker/containers/identity-token.ts'
import type { SceneContainersOptions } from '../../worker/containers/scene-containers.ts'
import { logWorker } from '../../worker/log-worker.ts'
import type { RunningWorker } from '../../worker/run-worker.ts'
import type { ServerSettings } from '../settings/settings-table.ts'
import type { ServerOrder } from './open-server.ts'

/**
 * Hands work to the containers of the settings; null where there are none.
 * @throws TOOL_SETTING_WRONG where they have no store in common with this server
 */
export function startContainerWorker(
  { settings, dataFolder, log }: Pick<ServerOrder, 'settings' | 'dataFolder' | 'log'>,
  leasesOf: (account: string) => LeaseSource,
): RunningWorker | null {
  const { sceneWorkers, sceneWorkerSlots: slots } = settings
  if (sceneWorkers.length === 0) return null
  if (!dataFolder.shared) {
    const hint = 'Set FRAMEFARM_STORAGE here and there to the same store, such as gs://bucket/farm.'
    throw new FramefarmError('TOOL_SETTING_WRONG', 'FRAMEFARM_SCENE_WORKERS is set, and there is no store that those containers share', { hint })
  }
  const addresses = sceneWorkers.map((address) => new URL(address.endsWith('/') ? address : `${address}/`))
  const order = { id: 'all', leases: leasesOf(containersAccount), slots, listen: logWorker(log) }
  return runContainerWorker(order, { addresses, headersFor: headersOf(settings) })
}

/** Two doors: the platform's, and that of the server behind it. Where both want the same header, Cloud Run takes another one. */
function headersOf({ sceneWorkerIdentity, sceneWorkerKey }: ServerSettings): SceneContainersOptions['headersFor'] {
  const key: Readonly<Record<string, string>> = sceneWorkerKey === undefined ? {} : { authorization: `Bearer ${sceneWorkerKey}` }
  if (sceneWorkerIdentity === 'none') return async () => key
  const identityFor = identityTokens()
  const door = sceneWorkerKey === undefined ? 'authorization' : 'x-serverless-authorization'
  return async (address) => ({ ...key, [door]: await identityFor(address) })
}
