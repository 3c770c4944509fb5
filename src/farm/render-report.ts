import type { MixedSound } from '../encoder/mix-sound.ts'
import type { SoundReport } from '../film/sound-mix.ts'
import { placedScenes, type PlacedScene } from '../plan/placed-scenes.ts'
import type { FilmPlan } from '../plan/plan-film.ts'
import type { RenderListener, Stage } from './render-events.ts'
import type { SideFile } from './side-file.ts'
import type { FinishedChunks, SceneMethod } from './render-chunks.ts'
import type { Toolbox } from './toolbox.ts'

/** What a finished render says of itself; `--json` prints it. */
export type RenderReport = {
  readonly output: string
  /** Beside the film. */
  readonly files: readonly SideFile[]
  readonly frames: number
  readonly durationS: number
  /** When each scene is shown in the file, in seconds from its start; scenes that are not in it are left out. */
  readonly scenes: readonly PlacedScene[]
  /** null for a film without a sound track. */
  readonly sound: SoundReport | null
  readonly stages: readonly { readonly stage: Stage; readonly seconds: number }[]
  readonly seconds: number
  /** Frames drawn in this run for each second of rendering; 0 where all chunks were ready. */
  readonly framesPerSecond: number
  /** Without start-up: from the first frame that an encoder took until the last chunk was there. 0 where all chunks were ready. */
  readonly framePathSeconds: number
  readonly chunks: { readonly total: number; readonly reused: number }
  readonly slots: number
  /** One entry for each scene of which frames were made in this run. */
  readonly methods: readonly SceneMethod[]
  /** How Chromium gives pictures of pages; null where no page was drawn so: by `stream` and the draft methods. */
  readonly capture: { readonly name: string; readonly fallbackReason: string | null } | null
  readonly encoder: { readonly name: string; readonly reason: string }
  readonly versions: Toolbox['versions']
}

type ReportParts = {
  readonly plan: FilmPlan
  readonly toolbox: Toolbox
  readonly chunks: FinishedChunks
  readonly sound: MixedSound | null
  readonly clock: StageClock
  readonly output: string
  readonly files: readonly SideFile[]
  readonly slots: number
}

export function renderReport({ plan, toolbox, chunks, sound, clock, output, files, slots }: ReportParts): RenderReport {
  const stages = clock.stages()
  const rendering = stages.find(({ stage }) => stage === 'rendering')?.seconds ?? 0
  return {
    output,
    files,
    frames: plan.frames,
    durationS: plan.durationS,
    scenes: placedScenes(plan),
    sound: sound?.report ?? null,
    stages,
    seconds: stages.reduce((sum, { seconds }) => sum + seconds, 0),
    framesPerSecond: chunks.drawnFrames === 0 ? 0 : chunks.drawnFrames / rendering,
    framePathSeconds: chunks.framePathSeconds,
    chunks: { total: plan.chunks.length, reused: chunks.reusedChunks },
    slots,
    methods: chunks.methods,
    capture: toolbox.first && { name: toolbox.first.options.capture, fallbackReason: toolbox.first.beginFrameFault },
    encoder: { name: toolbox.encoder.profile.encoder, reason: toolbox.encoder.reason },
    versions: toolbox.versions,
  }
}

/** Tells the listener which stage has begun, and keeps how long each took. */
export class StageClock {
  readonly #listen: RenderListener
  readonly #starts: { stage: Stage; atMs: number }[] = []
  #endMs: number | null = null

  constructor(listen: RenderListener) {
    this.#listen = listen
  }

  start(stage: Stage): void {
    this.#starts.push({ stage, atMs: performance.now() })
    this.#listen({ type: 'stage', stage })
  }

  end(): void {
    this.#endMs = performance.now()
  }

  stages(): readonly { readonly stage: Stage; readonly seconds: number }[] {
    const endMs = this.#endMs ?? performance.now()
    return this.#starts.map(({ stage, atMs }, index) => ({ stage, seconds: ((this.#starts[index + 1]?.atMs ?? endMs) - atMs) / 1000 }))
  }
}
