import { z } from 'zod'
import { failure, outputFile } from './render.ts'
import { renderRequest } from './render-request.ts'
import { workerFacts, type WorkerFacts } from './worker-facts.ts'

const count = z.int().min(0)

const task = z.discriminatedUnion('type', [
  z.object({ type: z.literal('prepare') }).describe('Fetch, look into and plan the film'),
  z
    .object({
      type: z.literal('chunk'),
      output: count,
      chunk: count,
      hash: z.string(),
      frames: z.int().min(1),
      scene: count.describe("Index in the lease's film"),
    })
    .describe('Render one chunk of one output'),
  z.object({ type: z.literal('finish') }).describe('Join, mix, check, deliver'),
])

const leaseKey = {
  id: z.string().min(1).max(200),
  attempt: count.describe('The fence: what an earlier attempt says is not heard any more'),
}

/** Work that a worker holds for as long as it touches it. */
export const lease = z
  .object({
    ...leaseKey,
    renderId: z.string(),
    film: renderRequest.shape.film.describe('As it is to be rendered: scenes that were left out are taken out, or replaced, already'),
    settings: renderRequest.pick({ method: true, encoder: true, destination: true }),
    task,
  })
  .meta({ id: 'Lease' })

const workProgress = z.strictObject({
  framesDone: count.optional().describe('Of a chunk'),
  stage: z.enum(['joining', 'mixing', 'uploading']).optional().describe('Of `finish`'),
})

const plannedChunk = z.strictObject({
  index: count.describe('Of the chunk, within its output'),
  output: count,
  scene: count.describe("Index of its scene in the lease's film"),
  frames: z.int().min(1),
  hash: z.string().min(1).max(200),
  isFinished: z.boolean().describe('Found among finished chunks: need not be rendered'),
})

export const taskResult = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('prepare'),
    chunks: z.array(plannedChunk),
    warnings: z.array(z.string()),
    durationSeconds: z.number().min(0),
    encoder: z.string(),
    fetchedBytes: count.describe('Of what was downloaded for the film'),
  }),
  z.strictObject({
    type: z.literal('chunk'),
    method: z.string().describe('How its frames were made; `reused` where it was there already'),
    seconds: z.number().min(0),
  }),
  z.strictObject({ type: z.literal('finish'), outputs: z.array(outputFile), seconds: z.number().min(0) }),
])

const workFailure = failure.extend({
  scene: count.nullable().describe("What it is about, where it is about one scene: its index in the lease's film"),
})

/** How long a worker may have a coordinator wait for work. */
const longestWaitMs = 30_000

export const leaseRequest = z.strictObject({ worker: workerFacts, waitMs: z.int().min(0).max(longestWaitMs) })
export const leaseAnswer = z.object({ lease: lease.nullable().describe('null where there is no work') })
export const touchRequest = z.strictObject({ ...leaseKey, progress: workProgress })
export const completeRequest = z.strictObject({ ...leaseKey, result: taskResult })
export const failRequest = z.strictObject({ ...leaseKey, failure: workFailure })
export const giveBackRequest = z.strictObject(leaseKey)

type Frozen<T> = T extends readonly (infer Item)[] ? readonly Frozen<Item>[] : T extends object ? { readonly [Key in keyof T]: Frozen<T[Key]> } : T

export type Lease = Readonly<z.output<typeof lease>>
export type LeaseKey = Pick<Lease, 'id' | 'attempt'>
export type Task = Lease['task']
/** What a worker says while it works. */
export type WorkProgress = Readonly<z.output<typeof workProgress>>
export type PlannedChunk = Readonly<z.output<typeof plannedChunk>>
export type TaskResult = Frozen<z.output<typeof taskResult>>
export type WorkFailure = Readonly<z.output<typeof workFailure>>

/** What a worker asks of a coordinator: in the same process, or over HTTP. Whatever it throws, the coordinator could not be asked. */
export type LeaseSource = {
  /** Waits for work up to `waitMs`; null where there is none, and at once for a worker that tells of a fault. @throws KEY_WRONG where the coordinator does not let the worker in */
  readonly lease: (worker: WorkerFacts, waitMs: number, signal: AbortSignal) => Promise<Lease | null>
  /** To be called at least every `touchMs`. false: the lease is lost (cancelled, or given to another), stop at once. */
  readonly touch: (lease: LeaseKey, progress: WorkProgress) => Promise<boolean>
  /** false: the lease was lost meanwhile, and the result is not taken. */
  readonly complete: (lease: LeaseKey, result: TaskResult) => Promise<boolean>
  readonly fail: (lease: LeaseKey, failure: WorkFailure) => Promise<boolean>
  /** Gives work back that has not failed: the worker is going. It counts as no attempt. */
  readonly giveBack: (lease: LeaseKey) => Promise<boolean>
}

/** How often a lease is touched. */
export const touchMs = 1000
