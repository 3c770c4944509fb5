import type { z } from 'zod'
import type { frameRequest } from '../api/frame-request.ts'
import type { Render, RenderProgress } from '../api/render.ts'
import type { renderRequest } from '../api/render-request.ts'
import type { RenderState } from '../api/render-states.ts'
import type { templateList } from '../api/template-list.ts'
import type { filmSchema } from '../film/film-schema.ts'

/** A film as it is written, before defaults: docs/film.md. Its files are http(s), gs: or asset: addresses. */
export type FilmDocument = z.input<typeof filmSchema>

/** A film, and what is to be done with it. */
export type RenderOrder = Omit<z.input<typeof renderRequest>, 'film'> & { readonly film: FilmDocument }

/** Which frame of a film, and as what. */
export type FrameOrder = Omit<z.input<typeof frameRequest>, 'film'> & { readonly film: FilmDocument }

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
