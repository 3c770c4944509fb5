import { parseJson } from '../shared/parse-json.ts'
import type { FilmDraft } from './editing/film-draft.ts'
import type { DraftState } from './preview-state.ts'

/** What the page is told of the film's text and its edits. */
export function draftState({ text, isChanged, canUndo, canRedo, isOvertaken }: FilmDraft, canBeSaved: boolean): DraftState {
  const parsed = parseJson(text)
  return { film: 'value' in parsed ? parsed.value : null, isChanged, canUndo, canRedo, isOvertaken, canBeSaved }
}
