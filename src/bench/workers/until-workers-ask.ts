import { setTimeout as sleep } from 'node:timers/promises'
import { farmLoad } from '../../api/farm-load.ts'
import type { LocalFarm } from './start-local-farm.ts'

/** A worker asks for work once it has found out what its machine can do. */
export async function untilWorkersAsk({ url, keys, workers }: LocalFarm): Promise<void> {
  const headers = { authorization: `Bearer ${keys[0] ?? ''}` }
  const known = async () => farmLoad.pick({ workers: true }).parse(await (await fetch(`${url}/v1/farm`, { headers })).json()).workers.length
  while ((await known()) < workers) await sleep(200)
}
