import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { approveFrames, type Approved } from '../../src/regression/approve-frames.ts'
import { captureFrames, type Captured } from '../../src/regression/capture-frames.ts'
import { checkFrames, type CheckOrder, type FinishedCheck } from '../../src/regression/check-frames.ts'
import { openDrawing, type Drawing } from '../../src/regression/draw/open-drawing.ts'
import { readPickWishes } from '../../src/regression/pick/pick-wishes.ts'
import { dataFolderAt, type DataFolder } from '../../src/storage/data-folder.ts'
import { noSignal } from './capture.ts'
import { tempFolder } from './temp-folder.ts'
import { writeTitlesFilm } from './titles-film.ts'

type Wishes = { readonly at?: string; readonly scenes?: string } & Partial<Pick<CheckOrder, 'ifNone' | 'method' | 'reportFolder'>>

/** A film in a folder of its own, and what can be done with its frames; reports of checks go to `report`, in another one. */
export type FramesProject = {
  readonly folder: string
  readonly film: string
  readonly report: string
  readonly capture: (wishes?: Wishes) => Promise<Captured>
  readonly check: (wishes?: Wishes) => Promise<FinishedCheck['check']>
  readonly approve: (names: readonly string[] | 'all') => Promise<Approved>
  /** The folder of the baselines. There is one renderer. */
  readonly baselines: () => Promise<string>
}

/** Projects whose frames are drawn in one Chromium, which all tests of a file have in common. To be called outside of tests. */
export function framesProjects(): (place?: { readonly folder: string }) => Promise<FramesProject> {
  let [root, dataFolder, drawing]: [string, DataFolder | null, Drawing | null] = ['', null, null]
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'framefarm-test-'))
    dataFolder = dataFolderAt(join(root, 'data'))
    drawing = await openDrawing({ method: 'screenshot', slots: 1, size: { width: 320, height: 180 }, dataFolder, folder: root }, noSignal)
  })
  afterAll(async () => {
    await drawing?.[Symbol.asyncDispose]()
    await rm(root, { recursive: true, force: true })
  })
  return async (place) => {
    if (!dataFolder || !drawing) throw new Error('projects are made in tests')
    const folder = place?.folder ?? (await tempFolder())
    const film = await writeTitlesFilm(folder)
    return projectOf({ folder, film, report: join(await tempFolder(), 'report') }, { dataFolder, drawing })
  }
}

type Paths = Pick<FramesProject, 'folder' | 'film' | 'report'>
type Tools = { readonly dataFolder: DataFolder; readonly drawing: Drawing }

function projectOf({ folder, film, report }: Paths, tools: Tools): FramesProject {
  const orderOf = ({ at, scenes, method = 'screenshot' }: Wishes = {}) => ({
    ...tools,
    filmPath: film,
    method,
    wishes: readPickWishes({ ...(at === undefined ? {} : { at }), ...(scenes === undefined ? {} : { scenes }) }),
    listen: () => undefined,
  })
  return {
    folder,
    film,
    report,
    capture: (wishes) => captureFrames(orderOf(wishes), noSignal),
    check: async ({ reportFolder = report, ifNone = 'refuse', ...wishes } = {}) =>
      (await checkFrames({ ...orderOf(wishes), reportFolder, ifNone }, noSignal)).check,
    approve: (names) => approveFrames({ filmPath: film, names, reportFolder: report }),
    baselines: async () => {
      const films = join(folder, '__frames__/film')
      const [key = ''] = await readdir(films)
      return join(films, key)
    },
  }
}

/** The state of each frame of a check, by name. */
export function statesOf({ frames }: FinishedCheck['check']): Readonly<Record<string, string>> {
  return Object.fromEntries(frames.map(({ pick, verdict }) => [pick.name, verdict.state]))
}
