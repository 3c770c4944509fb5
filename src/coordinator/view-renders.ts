import type { Render, SceneStatus } from '../api/render.ts'
import { framesOfScenes, type SceneFrames } from '../engine/records/chunk-records.ts'
import type { RenderRow } from '../engine/records/render-records.ts'
import { scenesOf, type SceneRow } from '../engine/records/scene-records.ts'
import type { CoordinatorContext, Price } from './coordinator-context.ts'
import { measureProgress } from './measure-progress.ts'
import { totalFrames } from './total-frames.ts'

/** Renders as their owner sees them. */
export async function viewRenders(context: CoordinatorContext, rows: readonly RenderRow[]): Promise<readonly Render[]> {
  const { database } = context.engine
  const ids = rows.map(({ id }) => id)
  const planned = rows.filter(({ state }) => state !== 'queued').map(({ id }) => id)
  const [scenes, frames] = [await scenesOf(database, ids), planned.length > 0 ? await framesOfScenes(database, planned) : []]
  const sceneRows = Map.groupBy(scenes, ({ renderId }) => renderId)
  const frameRows = Map.groupBy(frames, ({ renderId }) => renderId)
  return rows.map((row) => viewRender(context, row, { scenes: sceneRows.get(row.id) ?? [], frames: frameRows.get(row.id) ?? [] }))
}

/** One that was just accepted, without asking the database for it. */
export function viewNewRender(context: CoordinatorContext, row: RenderRow, sceneCount: number): Render {
  const scene = { renderId: row.id, state: 'waiting' as const, attempts: 0, method: null, errors: [] }
  return viewRender(context, row, { scenes: Array.from({ length: sceneCount }, (_, index) => ({ ...scene, scene: index })), frames: [] })
}

type Parts = { readonly scenes: readonly SceneRow[]; readonly frames: readonly SceneFrames[] }

function viewRender({ speeds, rates, workers, settings }: CoordinatorContext, row: RenderRow, { scenes, frames }: Parts): Render {
  const { id, state, run, terms, leftOut, warnings, outputs, error, durationSeconds } = row
  const measured = {
    state,
    method: terms.method,
    durationSeconds,
    ...totalFrames(frames),
    ...rates.of(id, speeds.framesPerSecond(terms.method) * workers.slots),
  }
  const byScene = new Map(frames.map((one) => [one.scene, one]))
  return {
    id,
    state,
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    run,
    progress: measureProgress(measured, speeds, workers.slots),
    scenes: scenes.map((scene) => sceneStatus(scene, byScene.get(scene.scene))),
    outputs: [...outputs],
    leftOut,
    warnings: [...warnings],
    error,
    cost: costOf(row.workSeconds, settings.price),
    priority: terms.priority,
    metadata: terms.metadata,
    destination: terms.destination ?? null,
    onSceneFailure: terms.onSceneFailure,
  }
}

function sceneStatus({ scene, state, attempts, method, errors }: SceneRow, frames: SceneFrames | undefined): SceneStatus {
  return { index: scene, state, framesDone: frames?.framesDone ?? 0, framesTotal: frames?.framesTotal ?? 0, method, attempts, errors }
}

function costOf(workSeconds: number, price: Price | null): Render['cost'] {
  const seconds = Math.round(workSeconds * 1000) / 1000
  if (!price) return { seconds, amount: null, currency: null }
  return { seconds, amount: Math.round((seconds / 3600) * price.perHour * 1e6) / 1e6, currency: price.currency }
}
