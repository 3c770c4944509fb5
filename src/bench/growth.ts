import type { SceneSize } from './scene/bench-scene.ts'

type Point = { readonly x: number; readonly size: SceneSize }

/** A quality of the scene that is varied, all else being the same. */
export type Growth = { readonly title: string; readonly unit: string; readonly points: readonly Point[] }

const base: SceneSize = { kind: 'photo', width: 1280, height: 720, fps: 30, durationS: 8, scenes: 1 }

const frameSizes = [
  [640, 360],
  [960, 540],
  [1280, 720],
  [1920, 1080],
  [2560, 1440],
  [3840, 2160],
] as const

export const growths: readonly Growth[] = [
  {
    title: 'Frames (1280x720, one scene)',
    unit: 'frames',
    points: [60, 120, 240, 480, 960].map((frames) => ({ x: frames, size: { ...base, durationS: frames / base.fps } })),
  },
  {
    title: 'Scenes (1280x720, 240 frames in all)',
    unit: 'scenes',
    points: [1, 2, 4, 8].map((scenes) => ({ x: scenes, size: { ...base, scenes } })),
  },
  {
    title: 'Pixels (60 frames, one scene, 360p to 4K)',
    unit: 'megapixels a frame',
    points: frameSizes.map(([width, height]) => ({ x: (width * height) / 1e6, size: { ...base, width, height, durationS: 2 } })),
  },
]

/** Of our methods the quickest and the one that draws every frame. */
export const growthRows = ['layers', 'screenshot'] as const
