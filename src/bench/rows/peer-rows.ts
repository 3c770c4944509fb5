import { findChromium } from '../../browser/find-chromium.ts'
import { usableCores } from '../../browser/slot-count.ts'
import { defaultScratch, peers } from '../peers/peers.ts'
import type { BenchRow } from './row.ts'

/** The other programs, each with a worker for every core, as ours. */
export const peerRows: readonly BenchRow[] = peers.map((peer) => ({
  id: peer.name.toLowerCase(),
  label: `${peer.name} ${peer.version}`,
  kind: 'peer',
  prepare: ({ scene, signal }) => {
    if (scene.scenes > 1) throw new Error('its input here is of one scene')
    return peer.prepare(scene, { scratch: defaultScratch, chromium: findChromium().path, workers: usableCores(), signal })
  },
}))
