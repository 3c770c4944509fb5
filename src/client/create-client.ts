import type { Asset } from '../api/asset.ts'
import type { EstimateResult, ValidateResult } from '../api/film-checks.ts'
import type { Render } from '../api/render.ts'
import type { RenderEvent } from '../api/render-event.ts'
import { openConnection, type Connection, type ConnectionOptions } from './connection.ts'
import type { FilmDocument, FrameOrder, RenderFilter, RenderOrder, TemplateFacts } from './documents.ts'
import { followRender, type FollowOptions } from './follow-render.ts'
import { listRenders } from './list-renders.ts'
import { uploadAsset, type UploadOptions } from './upload-asset.ts'
import { getRender, waitForRender, type WaitOptions } from './wait-for-render.ts'

type Stoppable = { readonly signal?: AbortSignal | undefined }

type SubmitOptions = Stoppable & {
  /** The same key never makes two renders. One is made up where absent; give your own to be safe across restarts of your program. */
  readonly idempotencyKey?: string | undefined
}

type DownloadOptions = Stoppable & {
  /** A file of the render, as `outputs` names it; the film where absent. */
  readonly name?: string | undefined
  /** Part of the file, as a Range header has it: `bytes=0-1023`. */
  readonly range?: string | undefined
}

/** Every method throws FramefarmApiError, or the reason of its signal. */
export type FramefarmClient = {
  readonly renders: {
    /** Accepted, the render is never forgotten; sent again after a lost answer, it is the same render. */
    readonly submit: (order: FilmDocument | RenderOrder, options?: SubmitOptions) => Promise<Render>
    readonly get: (id: string, options?: Stoppable) => Promise<Render>
    /** Newest first, page after page as far as one reads. */
    readonly list: (filter?: RenderFilter, options?: Stoppable) => AsyncIterable<Render>
    /** Resolves when the render is over, well or not: `state` and `error` say which. */
    readonly wait: (id: string, options?: WaitOptions) => Promise<Render>
    /** Every event until the render is over; goes on after a lost connection without missing one. */
    readonly events: (id: string, options?: FollowOptions) => AsyncIterable<RenderEvent>
    readonly cancel: (id: string, options?: Stoppable) => Promise<Render>
    /** Of a failed or cancelled render; finished chunks are used again. */
    readonly retry: (id: string, options?: Stoppable) => Promise<Render>
    /** The film, or another file of the render; its `body` is a stream. */
    readonly download: (id: string, options?: DownloadOptions) => Promise<Response>
    /** Lines of JSON. */
    readonly log: (id: string, options?: Stoppable) => Promise<string>
  }
  readonly assets: {
    readonly upload: (file: Blob, options?: UploadOptions) => Promise<Asset>
  }
  /** Every fault and every doubt of a film. `assets`: also fetch and look into its files. */
  readonly validate: (film: FilmDocument, options?: Stoppable & { readonly assets?: boolean | undefined }) => Promise<ValidateResult>
  /** What a film will take. */
  readonly estimate: (film: FilmDocument, options?: Stoppable) => Promise<EstimateResult>
  /** One frame, exactly as the film will show it. */
  readonly frame: (order: FrameOrder, options?: Stoppable) => Promise<Blob>
  readonly templates: (options?: Stoppable) => Promise<readonly TemplateFacts[]>
}

/** A client of one Framefarm server; it holds no connection open. */
export function createClient(options: ConnectionOptions): FramefarmClient {
  const connection = openConnection(options)
  const ask = <T>(path: string, json: unknown, signal: AbortSignal | undefined) =>
    connection.sendForJson<T>({ method: 'POST', path, json, signal, isRepeatable: true })
  return {
    renders: rendersOf(connection),
    assets: { upload: (file, upload) => uploadAsset(connection, file, upload) },
    validate: (film, { assets = false, signal } = {}) => ask('v1/validate', { film, assets }, signal),
    estimate: (film, { signal } = {}) => ask('v1/estimate', { film }, signal),
    frame: async (order, { signal } = {}) =>
      (await connection.send({ method: 'POST', path: 'v1/frames', json: order, signal, headers: { Accept: 'image/*' }, isRepeatable: true })).blob(),
    templates: async ({ signal } = {}) =>
      (await connection.sendForJson<{ readonly templates: readonly TemplateFacts[] }>({ path: 'v1/templates', signal, isRepeatable: true }))
        .templates,
  }
}

function rendersOf(connection: Connection): FramefarmClient['renders'] {
  const order = (id: string, what: 'cancel' | 'retry', signal: AbortSignal | undefined) =>
    // A second retry is another one, so that it must not be sent by accident; a second cancel changes nothing.
    connection.sendForJson<Render>({ method: 'POST', path: pathOf(id, what), signal, isRepeatable: what === 'cancel' })
  return {
    submit: (film, { idempotencyKey = crypto.randomUUID(), signal } = {}) =>
      connection.sendForJson<Render>({
        method: 'POST',
        path: 'v1/renders',
        json: 'film' in film ? film : { film },
        headers: { 'Idempotency-Key': idempotencyKey },
        signal,
        isRepeatable: true,
      }),
    get: (id, { signal } = {}) => getRender(connection, id, signal),
    list: (filter = {}, { signal } = {}) => listRenders(connection, filter, signal),
    wait: (id, options) => waitForRender(connection, id, options),
    events: (id, options) => followRender(connection, id, options),
    cancel: (id, { signal } = {}) => order(id, 'cancel', signal),
    retry: (id, { signal } = {}) => order(id, 'retry', signal),
    download: (id, { name, range, signal } = {}) =>
      connection.send({
        path: name === undefined ? pathOf(id, 'film') : `${pathOf(id, 'files')}/${encodeURIComponent(name)}`,
        headers: { Accept: '*/*', ...(range === undefined ? {} : { Range: range }) },
        signal,
        isRepeatable: true,
      }),
    log: async (id, { signal } = {}) =>
      (await connection.send({ path: pathOf(id, 'log'), headers: { Accept: '*/*' }, signal, isRepeatable: true })).text(),
  }
}

function pathOf(id: string, what: string): string {
  return `v1/renders/${encodeURIComponent(id)}/${what}`
}
