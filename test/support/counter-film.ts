import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { findFfmpeg } from '../../src/encoder/find-ffmpeg.ts'
import { joinChunks } from '../../src/encoder/join-chunks.ts'
import { prepareFilms } from '../../src/farm/prepare-film.ts'
import type { MethodWish } from '../../src/farm/methods.ts'
import type { SceneMethod } from '../../src/farm/render-chunks.ts'
import type { RenderEvent } from '../../src/farm/render-events.ts'
import { renderParts } from '../../src/farm/render-parts.ts'
import { readFilm } from '../../src/film/read-film.ts'
import { dataFolderAt } from '../../src/storage/data-folder.ts'
import { openWorkFolder } from '../../src/storage/work-folder.ts'
import { trustingPolicy } from '../../src/storage/fetch/asset-policy.ts'
import { noSignal } from './capture.ts'
import { counterBits, counterSize } from './frame-counter.ts'
import { noLabels } from './no-labels.ts'

type Wishes = {
  readonly frames: number
  readonly method: MethodWish
  readonly slots: number
  readonly template?: string
  readonly reuse?: boolean
  readonly signal?: AbortSignal
  readonly listen?: (event: RenderEvent) => void
}

const fps = 30

/** A film of one scene that shows the number of each frame, made as any film is; only its template is one of the tests. */
export async function renderCounterFilm(folder: string, wishes: Wishes): Promise<{ path: string; methods: readonly SceneMethod[]; reused: number }> {
  const { frames, method, slots, template = 'frame-counter', reuse = false, signal = noSignal, listen = () => undefined } = wishes
  await sharp({ create: { ...counterSize, channels: 3, background: '#345' } })
    .png()
    .toFile(join(folder, 'photo.png'))
  const filmPath = join(folder, 'film.json')
  const ownTemplate = join(import.meta.dirname, '../fixtures/templates', template)
  const scene = { image: 'photo.png', duration: frames / fps, template: ownTemplate, props: { fps, bits: counterBits.map(String) } }
  await writeFile(filmPath, JSON.stringify({ version: 1, output: { ...counterSize, fps, quality: 'draft' }, scenes: [scene] }))
  const dataFolder = dataFolderAt(folder)
  await using work = await openWorkFolder(dataFolder)
  const preparing = { encoder: 'cpu', method, verify: false, slots, workFolder: work.path, policy: trustingPolicy } as const
  const { films, browsers } = await prepareFilms([await readFilm(filmPath)], preparing, signal)
  await using open = new AsyncDisposableStack()
  open.use(browsers)
  const [prepared] = films
  if (!prepared) throw new Error('one film is prepared')
  const order = { slots, reuse, method, verify: false, dataFolder, workFolder: work.path, signal, listen }
  const { chunks } = await renderParts(prepared, order)
  const path = join(folder, 'film.mp4')
  const pieces = {
    chunkPaths: chunks.paths,
    listPath: join(work.path, 'chunks.txt'),
    soundPath: null,
    labels: noLabels(folder),
    ...prepared.plan.output,
    container: 'mp4' as const,
  }
  await joinChunks(findFfmpeg(), { ...pieces, outputPath: path }, signal)
  return { path, methods: chunks.methods, reused: chunks.reusedChunks }
}
