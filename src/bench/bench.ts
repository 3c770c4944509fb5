import type { BenchListener } from './bench-events.ts'
import { growthRows, growths } from './growth.ts'
import { measurePart, type PartOrder } from './measure-part.ts'
import type { BenchResult, GrowthResult, PartResult } from './report/bench-result.ts'
import { machineFacts } from './report/machine-facts.ts'
import { chooseRows } from './rows/choose-rows.ts'
import type { SceneSize } from './scene/bench-scene.ts'

export type BenchOrder = {
  readonly version: string
  readonly arguments: readonly string[]
  readonly photoPath: string
  readonly size: SceneSize
  readonly rounds: number
  readonly withPeers: boolean
  /** Ids of rows; null for all. */
  readonly rows: readonly string[] | null
  readonly withSizes: boolean
  readonly withGrowth: boolean
  /** For the raw frames and films of the run; 1 GB for the main table. */
  readonly workFolder: string
}

/** Half the duration of the main table, because a round of 4K takes minutes. */
const sizes: readonly Omit<SceneSize, 'kind'>[] = [
  { width: 1280, height: 720, fps: 30, durationS: 4, scenes: 1 },
  { width: 1920, height: 1080, fps: 60, durationS: 4, scenes: 1 },
  { width: 3840, height: 2160, fps: 30, durationS: 4, scenes: 1 },
]

/**
 * Times and measures our own methods and other programs on one scene, and, where it is asked for, on others.
 * @throws CANCELLED, USAGE, TOOL_MISSING, ASSET_INVALID, DISK_FULL, BENCH_FAILED
 */
export async function bench(order: BenchOrder, signal: AbortSignal, listen: BenchListener): Promise<BenchResult> {
  const startedAt = new Date().toISOString()
  const { kind } = order.size
  const rows = chooseRows({ kind, withPeers: order.withPeers, only: order.rows })
  const machine = await machineFacts(order.version, signal)
  const measure = (part: Pick<PartOrder, 'title' | 'size'> & Partial<PartOrder>) =>
    measurePart({ rows, photoPath: order.photoPath, rounds: order.rounds, warmUp: true, pictures: true, ...part }, { ...order, signal, listen })

  const main = await measure({ title: titleOf(order.size), size: order.size })

  const bySize: PartResult[] = []
  for (const size of order.withSizes ? sizes : []) bySize.push(await measure({ title: titleOf({ kind, ...size }), size: { kind, ...size } }))

  const growth: GrowthResult[] = []
  for (const { title, unit, points } of order.withGrowth ? growths : []) {
    const only = chooseRows({ kind: 'photo', withPeers: false, only: growthRows })
    const measured: GrowthResult['points'][number][] = []
    for (const { x, size } of points) {
      const part = await measure({ title: `${title}: ${Number(x.toFixed(2))}`, size, rows: only, warmUp: false, pictures: false })
      measured.push({ x, part })
    }
    growth.push({ title, unit, points: measured })
  }

  const { arguments: args, rounds } = order
  return { version: 1, arguments: args, rounds, startedAt, finishedAt: new Date().toISOString(), machine, main, sizes: bySize, growth }
}

const prefixes = { photo: '', live: 'Live filter and script, ' } as const

function titleOf({ kind, width, height, fps, durationS }: SceneSize): string {
  return `${prefixes[kind]}${width}x${height}, ${fps} frames/s, ${durationS} s`
}
