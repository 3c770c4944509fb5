import type { Response } from 'express'
import type { Logger } from 'pino'
import type { Lease, LeaseSource, TaskResult } from '../../api/leases.ts'
import type { RenderFarm } from '../../api/render-farm.ts'
import type { SceneRequest } from '../../api/scene-request.ts'
import type { ContainerFacts } from '../../api/worker-facts.ts'
import type { Film } from '../../film/film.ts'
import type { FilmPlan } from '../../plan/plan-film.ts'
import type { DataFolder } from '../../storage/data-folder.ts'
import type { ObjectStore } from '../../storage/objects/object-store.ts'
import type { ServerSettings } from '../settings/settings-table.ts'
import type { Keys } from './access/keys.ts'
import type { TokenBuckets } from './access/token-bucket.ts'
import type { WorkerTokens } from './access/worker-tokens.ts'
import type { AssetStore } from './assets/asset-store.ts'
import type { UploadStore } from './assets/upload-store.ts'
import type { Drafts } from '../drafts/drafts.ts'
import type { DirectWork } from './direct-work.ts'
import type { StreamTiming } from './events/send-events.ts'
import type { StreamPlaces } from './events/stream-places.ts'
import type { ApiMetrics } from './metrics/api-metrics.ts'
import type { Readiness } from './readiness.ts'
import type { ReadJson } from './read-json.ts'
import type { Stopping } from './stopping.ts'
import type { Submissions } from './submissions.ts'

/** What the server has others do. */
export type Workers = {
  readonly farm: RenderFarm
  /** What the workers of an account are given. */
  readonly leasesOf: (account: string) => LeaseSource
  /**
   * Checks the JSON of a film that came over the network: it may name nothing of this machine.
   * @throws FilmInvalidError with every fault
   */
  readonly parseFilm: (raw: unknown) => Film
  /** Fetches all that a film names, and plans it. @throws FilmInvalidError with every fault, CANCELLED */
  readonly lookInto: (film: Film, signal: AbortSignal) => Promise<FilmPlan>
  /** Single frames of films. `at` is the number of the frame; never wider than the film. @throws USAGE where there is no such frame */
  readonly stills: {
    readonly still: (
      order: { readonly film: Film; readonly at: number; readonly format: 'png' | 'jpeg'; readonly width?: number },
      signal: AbortSignal,
    ) => Promise<Buffer>
  }
  /** Work that is asked for piece by piece. */
  readonly workbench: {
    /** What this machine renders with. */
    readonly facts: (signal: AbortSignal) => Promise<ContainerFacts>
    /** Does one piece of work; its result goes to the store that all machines share. */
    readonly process: (order: Lease, signal: AbortSignal) => Promise<TaskResult>
  }
  /** What workers share that cannot reach the store of the farm themselves. */
  readonly workerStore: ObjectStore
  /** For files that are being received. */
  readonly workFolder: Pick<DataFolder, 'work'>
  /** Films that are open in the preview. */
  readonly drafts: Pick<Drafts, 'open' | 'find' | 'end' | 'idleMs'>
  /** Renders one scene and stores it. */
  readonly processScene: (request: SceneRequest, signal: AbortSignal) => Promise<{ readonly url: string; readonly durationSeconds: number }>
}

/** All that routes use. */
export type ApiParts = Workers & {
  readonly settings: ServerSettings
  /** null: only this machine is answered. */
  readonly keys: Keys | null
  readonly workerTokens: WorkerTokens
  readonly buckets: TokenBuckets
  readonly log: Logger
  readonly assets: AssetStore
  /** What machines share, with the files of finished renders; null where there is one machine. */
  readonly shared: ObjectStore | null
  readonly uploads: UploadStore
  readonly places: StreamPlaces
  readonly direct: DirectWork
  /** Of requests that make a render: the others are turned away before they are read. */
  readonly submissions: Submissions
  readonly streamTiming: StreamTiming
  readonly readiness: Readiness
  readonly metrics: ApiMetrics
  readonly stopping: Stopping
  readonly readJson: ReadJson
  /** What workers send: plans of long films are large, whatever clients may send. */
  readonly readWorkerJson: ReadJson
  readonly openApi: Readonly<Record<string, unknown>>
  readonly logOf: (response: Response) => Logger
}
