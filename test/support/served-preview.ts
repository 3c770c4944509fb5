import type { Draft } from '../../src/api/draft.ts'
import { admitFilm } from '../../src/farm/admit-film.ts'
import { openStills } from '../../src/farm/render-still.ts'
import type { Keys } from '../../src/server/api/access/keys.ts'
import { Drafts } from '../../src/server/drafts/drafts.ts'
import { openDraftFilm } from '../../src/server/drafts/open-draft-film.ts'
import { servedPreview } from '../../src/server/drafts/served-preview.ts'
import { dataFolderAt } from '../../src/storage/data-folder.ts'
import { strictPolicy } from '../../src/storage/fetch/asset-policy.ts'
import { parseAllowedHost } from '../../src/storage/fetch/allowed-host.ts'
import type { ServerSettings } from '../../src/server/settings/settings-table.ts'
import { startApi, type TestApi } from './api.ts'
import { tempFolder } from './temp-folder.ts'

type Wishes = {
  /** Web servers of this machine that films may name. */
  readonly allowed?: readonly string[]
  readonly keys?: Keys
  readonly limits?: Partial<ConstructorParameters<typeof Drafts>[1]>
  readonly settings?: Partial<ServerSettings>
}

/** Give it back with `await using`. */
export type ServedPreview = TestApi & {
  readonly drafts: Drafts
  /** With a folder in it for each film that is open, `draft-...`. */
  readonly folder: string
  /** Opens a film. @returns the address of its page */
  readonly open: (film: unknown, key?: string) => Promise<string>
}

/** A server with a preview, a renderer of single frames, and a farm that renders nothing. */
export async function startServedPreview({ allowed = [], keys, limits = {}, settings = {} }: Wishes = {}): Promise<ServedPreview> {
  const folder = await tempFolder()
  const dataFolder = dataFolderAt(folder)
  const allowedHosts = allowed.map((address) => parseAllowedHost(new URL(address).host)).filter((host) => host !== null)
  const policy = { ...strictPolicy, assetFolder: folder, allowedHosts }
  const drafts = new Drafts(openDraftFilm({ folder, dataFolder, policy }), { all: 20, each: 10, idleMs: 60_000, ...limits })
  const stills = await openStills({ dataFolder, policy })
  const giveBack = async () => {
    await api.close()
    await stills[Symbol.asyncDispose]()
    await drafts[Symbol.asyncDispose]()
  }
  const api = await startApi({
    settings,
    stills,
    drafts,
    pages: servedPreview,
    parseFilm: (raw) => admitFilm(raw, policy),
    ...(keys ? { keys } : {}),
  })
  const open = async (film: unknown, key?: string) => {
    const response = await api.call('/v1/drafts', { method: 'POST', json: { film, name: 'A film' }, ...(key === undefined ? {} : { key }) })
    if (response.status !== 201) throw new Error(`answered ${response.status}: ${await response.text()}`)
    return `${api.url}${((await response.json()) as Draft).url}`
  }
  return { ...api, drafts, folder, open, [Symbol.asyncDispose]: giveBack }
}
