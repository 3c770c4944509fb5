/** One photo, drawn covering the frame and scaled about its middle; the scale goes evenly from `startScale` to `endScale`. */
export type BenchScene = {
  readonly imagePath: string
  readonly width: number
  readonly height: number
  readonly fps: number
  readonly durationS: number
  readonly startScale: number
  readonly endScale: number
  /** Constant rate factor of x264; every program here encodes with the preset `ultrafast`. */
  readonly crf: number
}

export type PeerSettings = {
  /** Where the programs are installed and render. What is installed there already is used again. */
  readonly scratch: string
  /** The program file of the Chromium that all of them use. */
  readonly chromium: string
  readonly workers: number
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
