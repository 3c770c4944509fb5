import { renderFilm, type RenderOrder } from '../../src/farm/render-film.ts'
import type { RenderEvent } from '../../src/farm/render-events.ts'
import type { RenderReport } from '../../src/farm/render-report.ts'
import { readFilm } from '../../src/film/read-film.ts'
import { dataFolderAt } from '../../src/storage/data-folder.ts'
import type { ObjectStore } from '../../src/storage/objects/object-store.ts'
import { trustingPolicy } from '../../src/storage/fetch/asset-policy.ts'
import { noSignal } from './capture.ts'

type Wishes = Partial<Omit<RenderOrder, 'film' | 'dataFolder'>> & {
  readonly filmPath: string
  readonly dataPath: string
  /** What this machine shares with others. */
  readonly shared?: ObjectStore
  readonly signal?: AbortSignal
  readonly listen?: (event: RenderEvent) => void
}

/** renderFilm with what most tests want: CPU, two slots, chunks found again. */
export async function render({ filmPath, dataPath, shared, signal = noSignal, listen = () => undefined, ...wishes }: Wishes): Promise<RenderReport> {
  const order = {
    outputPath: `${dataPath}/film.mp4`,
    encoder: 'cpu' as const,
    method: 'auto' as const,
    verify: false,
    slots: 2,
    reuse: true,
    policy: trustingPolicy,
    ...wishes,
  }
  return renderFilm({ ...order, film: await readFilm(filmPath), dataFolder: dataFolderAt(dataPath, shared) }, signal, listen)
}
