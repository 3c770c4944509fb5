import type { Film } from '../../film/film.ts'
import { hashOf } from '../../shared/hash.ts'
import type { DataFolder } from '../../storage/data-folder.ts'
import type { FrameMethod } from '../draw/frame-method.ts'
import { findRenderer } from '../renderer/renderer-key.ts'
import type { FrameRules } from '../rules/frame-rules.ts'
import { readFrameRules } from '../rules/read-frame-rules.ts'
import { hashFilm } from './hash-film.ts'
import { hashRenderer } from './hash-renderer.ts'

export type InputsOrder = { readonly filmPath: string; readonly method: FrameMethod; readonly dataFolder: DataFolder }

/** All that decides what a check finds, but for the baselines. */
export type Inputs = {
  readonly film: Film
  readonly filmHash: string
  readonly rules: FrameRules
  readonly rendererKey: string
  /** null where it cannot be told without drawing: something of the film lies on the web. */
  readonly hash: string | null
}

/** @throws FILM_UNREADABLE, FilmInvalidError, TOOL_MISSING, TOOL_SETTING_WRONG, CHROMIUM_START_FAILED, CANCELLED, as readFrameRules */
export async function findInputs({ filmPath, method, dataFolder }: InputsOrder, signal: AbortSignal): Promise<Inputs> {
  const [{ film, hash: filmHash, isLocal }, rules, renderer, rendererHash] = await Promise.all([
    hashFilm(filmPath),
    readFrameRules(filmPath),
    findRenderer(method, dataFolder, signal),
    hashRenderer(),
  ])
  const hash = isLocal ? hashOf([filmHash, { ...rules, scenes: [...rules.scenes] }, renderer, method, rendererHash]) : null
  return { film, filmHash, rules, rendererKey: renderer.key, hash }
}
