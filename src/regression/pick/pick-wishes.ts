import { FramefarmError } from '../../shared/errors.ts'

/** A time of the film: in seconds, or as a part of it, from 0 to 1. */
export type TimeWish = { readonly seconds: number } | { readonly part: number }
/** Numbers of scenes, from 1, both ends with it. */
export type SceneRun = { readonly from: number; readonly to: number }

/** Which frames are to be looked at. Both empty: the usual ones of every scene. */
export type PickWishes = { readonly at: readonly TimeWish[]; readonly scenes: readonly SceneRun[] }

/**
 * What the options say: `--at 0,1.5,50%` and `--scenes 1,3-5`.
 * @throws USAGE
 */
export function readPickWishes({ at, scenes }: { readonly at?: string; readonly scenes?: string }): PickWishes {
  return { at: at === undefined ? [] : partsOf(at).map(timeWishOf), scenes: scenes === undefined ? [] : partsOf(scenes).map(sceneRunOf) }
}

function partsOf(list: string): readonly string[] {
  return list.split(',').map((part) => part.trim())
}

function timeWishOf(text: string): TimeWish {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(s|%)?$/.exec(text) ?? []
  const value = Number(number)
  if (number === undefined || (unit === '%' && value > 100)) {
    const hint = 'give seconds or percents of the film, such as --at 0,1.5,50%'
    throw new FramefarmError('USAGE', `--at has ${JSON.stringify(text)}, which is no time of a film`, { hint })
  }
  return unit === '%' ? { part: value / 100 } : { seconds: value }
}

function sceneRunOf(text: string): SceneRun {
  const [, first, last = first] = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(text) ?? []
  const run = { from: Number(first), to: Number(last) }
  if (first === undefined || run.from < 1 || run.to < run.from) {
    const hint = 'give numbers of scenes, counted from 1, such as --scenes 1,3-5'
    throw new FramefarmError('USAGE', `--scenes has ${JSON.stringify(text)}, which names no scene`, { hint })
  }
  return run
}
