import type { FrameMethod } from '../regression/draw/frame-method.ts'
import { readPickWishes, type PickWishes } from '../regression/pick/pick-wishes.ts'
import { dataFolderFromEnvironment, type DataFolder } from '../storage/data-folder.ts'
import type { CommonOptions } from './run-to-end.ts'

/** Of every command that draws frames. */
export type FramesDrawOptions = CommonOptions & {
  readonly at?: string
  readonly scenes?: string
  readonly method: FrameMethod
  readonly workers?: number
}

type DrawOrder = {
  readonly filmPath: string
  readonly wishes: PickWishes
  readonly method: FrameMethod
  readonly dataFolder: DataFolder
  readonly slots?: number
}

/** @throws USAGE */
export function drawOrderOf(filmPath: string, { at, scenes, method, workers }: FramesDrawOptions): DrawOrder {
  const wishes = readPickWishes({ ...(at === undefined ? {} : { at }), ...(scenes === undefined ? {} : { scenes }) })
  return { filmPath, wishes, method, dataFolder: dataFolderFromEnvironment(), ...(workers === undefined ? {} : { slots: workers }) }
}
