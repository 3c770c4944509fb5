import type { BenchScene } from '../scene/bench-scene.ts'

export type PeerSettings = {
  /** Where the programs are installed and render. What is installed there already is used again. */
  readonly scratch: string
  /** The program file of the Chromium that all of them use. */
  readonly chromium: string
  readonly workers: number
  /** Stops the installing. */
  readonly signal: AbortSignal
}

/** A program that makes films of web pages as we do. */
export type Peer = {
  readonly name: string
  readonly version: string
  /** Installs the program and writes the scene in its language, so that the command that remains does nothing but render. */
  readonly prepare: (scene: BenchScene, settings: PeerSettings) => Promise<PreparedPeer>
}

/** A command that renders the scene to `outputPath`. It reads nothing from stdin and is timed as a whole. */
export type PreparedPeer = {
  readonly command: readonly string[]
  readonly cwd: string
  /** The whole environment: nothing of ours is to be added. */
  readonly env: NodeJS.ProcessEnv
  readonly outputPath: string
}
