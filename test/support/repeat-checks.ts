import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { baselineFolder } from '../../src/regression/baselines/baseline-places.ts'
import { readManifest, writeManifest } from '../../src/regression/baselines/manifest.ts'
import { captureFrames } from '../../src/regression/capture-frames.ts'
import { checkFrames } from '../../src/regression/check-frames.ts'
import { openDrawing, type Drawing } from '../../src/regression/draw/open-drawing.ts'
import { dataFolderAt, type DataFolder } from '../../src/storage/data-folder.ts'
import { noSignal } from './capture.ts'

const root = join(import.meta.dirname, '../..')

/** A film of all built-in templates, with a scene of each. */
export const builtInsFilm = join(root, 'test/regression/built-ins/templates.json')

/** No wishes: the usual frames of every scene. */
const usual = { at: [], scenes: [] }

/** Checks of one film, one after the other, each of which draws all frames. */
export type RepeatedChecks = {
  readonly filmPath: string
  readonly slots: number
  readonly folder: string
  readonly dataFolder: DataFolder
}

/** Copies the film of all built-in templates into a folder, and captures its baselines there. */
export async function captureBuiltIns(folder: string, slots: number): Promise<RepeatedChecks> {
  const filmPath = join(folder, 'templates.json')
  await writeFile(filmPath, (await readFile(builtInsFilm, 'utf8')).replaceAll('../../../', `${root}/`))
  const checks = { filmPath, slots, folder, dataFolder: dataFolderAt(join(folder, 'data')) }
  const { rendererKey } = await captureFrames({ ...checks, wishes: usual, method: 'screenshot', listen: () => undefined }, noSignal)
  await forgetSettled(baselineFolder(filmPath, rendererKey))
  return checks
}

/** Otherwise nothing would be drawn again, for nothing has changed. */
async function forgetSettled(folder: string): Promise<void> {
  const { manifest } = await readManifest(folder)
  if (!manifest) throw new Error(`nothing was captured into ${folder}`)
  await writeManifest(folder, { ...manifest, settled: [] })
}

/** A browser that draws for many checks. */
export function openWarm({ slots, dataFolder, folder }: RepeatedChecks): Promise<Drawing> {
  return openDrawing({ method: 'screenshot', slots, size: { width: 320, height: 180 }, dataFolder, folder }, noSignal)
}

/**
 * Checks all frames once.
 * @param warm without it, browsers are started for this check alone
 * @returns how many frames there are, and the names of those that were not exactly their baselines, by the hash of their pixels
 */
export async function checkOnce(checks: RepeatedChecks, warm?: Drawing): Promise<{ readonly frames: number; readonly different: readonly string[] }> {
  const order = { ...checks, wishes: usual, method: 'screenshot' as const, reportFolder: join(checks.folder, 'report'), ifNone: 'refuse' as const }
  const { check } = await checkFrames({ ...order, ...(warm ? { drawing: warm } : {}), listen: () => undefined }, noSignal)
  if (check.isSkipped) throw new Error('unreachable: the check was skipped')
  return { frames: check.frames.length, different: check.frames.filter(({ verdict }) => verdict.state !== 'same').map(({ pick }) => pick.name) }
}
