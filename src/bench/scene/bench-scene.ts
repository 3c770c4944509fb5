/**
 * `photo`: nothing but a photograph under a slow zoom. `live`: a photograph under a filter that script changes, a canvas that script
 * draws, words that come into focus (src/bench/live/).
 */
export const sceneKinds = ['photo', 'live'] as const
export type SceneKind = (typeof sceneKinds)[number]

/** What every program of the benchmark renders: one photo, drawn covering the frame and scaled about its middle. */
export type BenchScene = {
  readonly kind: SceneKind
  /** The photo at 1.2 times the frame, so that the zoom ends at its own pixels. */
  readonly imagePath: string
  readonly width: number
  readonly height: number
  readonly fps: number
  readonly durationS: number
  /** How many times the zoom is done in that duration, each as a scene of its own. */
  readonly scenes: number
  /** The scale goes evenly from the one to the other. */
  readonly startScale: number
  readonly endScale: number
  /** Constant rate factor of x264; every program encodes with it and, but for one row, with the preset `ultrafast`. */
  readonly crf: number
}

/** What of the scene may differ between the parts of the benchmark. */
export type SceneSize = Pick<BenchScene, 'kind' | 'width' | 'height' | 'fps' | 'durationS' | 'scenes'>

const zoom = { startScale: 1, endScale: 1.2, crf: 20 } as const

export function benchScene(size: SceneSize, imagePath: string): BenchScene {
  return { ...size, ...zoom, imagePath }
}

export function photoSizeOf({ width, height }: Pick<SceneSize, 'width' | 'height'>): { readonly width: number; readonly height: number } {
  return { width: Math.round(width * zoom.endScale), height: Math.round(height * zoom.endScale) }
}

export function framesOf({ fps, durationS }: Pick<SceneSize, 'fps' | 'durationS'>): number {
  return Math.round(durationS * fps)
}

/** The zoom at a frame, counted from the start of the film. */
export function scaleAt(scene: BenchScene, frame: number): number {
  const perScene = framesOf(scene) / scene.scenes
  return scene.startScale + ((scene.endScale - scene.startScale) * (frame % perScene)) / perScene
}
