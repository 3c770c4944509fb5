import type { z } from 'zod'
import type { frameRequest } from '../api/frame-request.ts'
import type { Render, RenderProgress } from '../api/render.ts'
import type { renderRequest } from '../api/render-request.ts'
import type { RenderState } from '../api/render-states.ts'
import type { templateList } from '../api/template-list.ts'
import type { filmSchema } from '../film/film-schema.ts'

/** Nothing that is sent is changed, so that a film may be a constant. Free JSON (`props`, `metadata`) is a record of anything. */
type DeepReadonly<T> = T extends object
  ? z.core.util.JSONType extends T[keyof T]
    ? Readonly<Record<string, unknown>>
    : { readonly [Name in keyof T]: DeepReadonly<T[Name]> }
  : T

/** A film as it is written, before defaults: docs/film.md. Its files are http(s), gs: or asset: addresses. */
export type FilmDocument = DeepReadonly<z.input<typeof filmSchema>>

/** A film, and what is to be done with it. */
export type RenderOrder = DeepReadonly<Omit<z.input<typeof renderRequest>, 'film'>> & { readonly film: FilmDocument }

/** Which frame of a film, and as what. */
export type FrameOrder = DeepReadonly<Omit<z.input<typeof frameRequest>, 'film'>> & { readonly film: FilmDocument }

export type TemplateFacts = z.output<typeof templateList>['templates'][number]

export type RenderFilter = {
  readonly states?: readonly RenderState[] | undefined
  readonly createdAfter?: Date | undefined
  readonly createdBefore?: Date | undefined
  /** Renders asked for at a time, 1 to 100. It does not limit how many are given. */
  readonly pageSize?: number | undefined
}

/** What `wait` tells on the way. */
export type ProgressReport = Pick<Render, 'id' | 'state'> & { readonly progress: RenderProgress }
