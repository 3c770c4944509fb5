import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Peer } from './peer.ts'
import { prepareHyperframes } from './prepare-hyperframes.ts'
import { prepareRemotion } from './prepare-remotion.ts'
import { versions } from './versions.ts'

/** The other programs that the benchmark runs on its scene. */
export const peers: readonly Peer[] = [
  { name: 'HyperFrames', version: versions.hyperframes.hyperframes, prepare: prepareHyperframes },
  { name: 'Remotion', version: versions.remotion.remotion, prepare: prepareRemotion },
]

/** About 0.7 GB when both are installed and have run. */
export const defaultScratch = join(tmpdir(), 'framefarm-peers')
