import type { RenderState } from '../../../api/render-states.ts'

/** What the farm counts beside its load. Totals count from the start of the process. */
export type FarmFacts = {
  readonly rendersByState: Readonly<Partial<Record<RenderState, number>>>
  /** Seconds spent in each stage of renders, and how often. */
  readonly stages: Readonly<Record<string, { readonly seconds: number; readonly count: number }>>
  /** Chromium processes: how many there can be, how many work, how many pieces of work wait for one. */
  readonly slots: { readonly all: number; readonly busy: number; readonly waiting: number }
  /** Pieces of work that failed because Chromium ended, was stuck or did not start; it was started again each time. */
  readonly chromiumFailures: number
  readonly ffmpegFailures: number
  /** In use; null before the first render. */
  readonly encoder: string | null
  /** Of files that films name, which were downloaded to be rendered; and of finished files. */
  readonly bytesFetched: number
  readonly bytesDelivered: number
}
