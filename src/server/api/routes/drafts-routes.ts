import { z } from 'zod'
import { draft, draftRequest, type Draft } from '../../../api/draft.ts'
import { checkSentFilm } from '../check-sent-film.ts'
import { notFound } from '../request-errors.ts'
import { route, type Call } from '../route.ts'

const open = route(
  {
    method: 'post',
    path: '/v1/drafts',
    id: 'openDraft',
    tag: 'films',
    summary: 'Open a film in the preview',
    description: 'The page at `url` needs no key to be looked at: its address is the secret. Changes, and frames of the renderer, need the key.',
    access: 'key',
    isNewWork: true,
    body: draftRequest,
    replies: { 201: { description: 'It is open', json: draft, headers: { Location: 'Path of its page' } } },
    faults: ['FILM_INVALID', 'REQUEST_INVALID', 'NOT_FOUND', 'LIMIT_REACHED', 'SERVER_BUSY'],
  },
  async (call) => {
    const { parts, body, owner, log } = call
    const { film, name } = await filmOf(call)
    const admit = (raw: Readonly<Record<string, unknown>>) => checkSentFilm(raw, { parts, owner })
    await admit(film)
    const shown = body.name ?? name
    const onError = (err: unknown) => log.error({ err }, 'a film in the preview could not be read')
    const { id } = await parts.drafts.open({ name: shown, film, admit, onError }, owner)
    const url = `/preview/${id}/`
    const opened: Draft = { id, url, name: shown, idleMinutes: parts.drafts.idleMs / 60_000 }
    return { status: 201, headers: { Location: url }, json: opened }
  },
)

type Opened = { readonly film: Readonly<Record<string, unknown>>; readonly name: string }

async function filmOf({
  parts,
  body,
  owner,
}: Pick<Call<unknown, unknown, unknown, z.output<typeof draftRequest>>, 'parts' | 'body' | 'owner'>): Promise<Opened> {
  if (body.film !== undefined) return { film: body.film, name: 'Film' }
  const render = await parts.farm.find(body.render ?? '', owner)
  const film = render && (await parts.farm.film(render.id, owner))
  if (!film) throw notFound('such render')
  const name = render.metadata['title'] ?? render.metadata['name']
  return { film, name: typeof name === 'string' && name.trim() !== '' ? name : render.id.slice(0, 12) }
}

const close = route(
  {
    method: 'delete',
    path: '/v1/drafts/:id',
    id: 'closeDraft',
    tag: 'films',
    summary: 'Close a film that is open in the preview',
    access: 'key',
    params: z.strictObject({ id: z.string().regex(/^[0-9a-f]{48}$/) }),
    replies: { 204: { description: 'It is closed' } },
    faults: ['NOT_FOUND'],
  },
  async ({ parts, params, owner }) => {
    if (!(await parts.drafts.end(params.id, owner))) throw notFound('such draft')
    return { status: 204 }
  },
)

export const draftsRoutes = [open, close]
