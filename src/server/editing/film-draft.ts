import { FramefarmError } from '../../shared/errors.ts'
import { editText, type FilmChange } from './edit-text.ts'

/** Of all texts that can be gone back to, in UTF-16 units. */
const mostUnits = 32e6

/** So many edits can be undone; more would only fill the memory. */
const mostKept = 200

/** A film file's text with the edits that have not been saved, each of which can be undone. */
export class FilmDraft {
  #fileText: string
  /** What the file says now, where others have written it while there were edits. */
  #foreignText: string | null = null
  #texts: readonly string[]
  #at = 0

  readonly #maxBytes: number

  /** @param maxBytes that the text may be edited to */
  constructor(fileText: string, maxBytes = Infinity) {
    this.#maxBytes = maxBytes
    this.#fileText = fileText
    this.#texts = [fileText]
  }

  get text(): string {
    return this.#texts[this.#at] ?? this.#fileText
  }

  /** What the file said when it was last read or saved here. */
  get fileText(): string {
    return this.#fileText
  }

  get isChanged(): boolean {
    return this.text !== this.#fileText
  }

  get canUndo(): boolean {
    return this.#at > 0
  }

  get canRedo(): boolean {
    return this.#at < this.#texts.length - 1
  }

  /** Whether the file was written by others while there were edits: they cannot be saved over that. */
  get isOvertaken(): boolean {
    return this.#foreignText !== null
  }

  /** @throws USAGE as editText, and where the film would be too large */
  edit(changes: readonly FilmChange[]): void {
    const text = editText(this.text, changes)
    if (text === this.text) return
    const bytes = Buffer.byteLength(text)
    if (bytes > this.#maxBytes) throw new FramefarmError('USAGE', `the film would have ${bytes} bytes; it may have up to ${this.#maxBytes}`)
    this.#texts = newest([...this.#texts.slice(0, this.#at + 1), text])
    this.#at = this.#texts.length - 1
  }

  undo(): void {
    if (this.canUndo) this.#at--
  }

  redo(): void {
    if (this.canRedo) this.#at++
  }

  /** Drops every edit. */
  revert(): void {
    this.#restart(this.#foreignText ?? this.#fileText)
  }

  /** The draft is in the file now. */
  saved(): void {
    this.#fileText = this.text
    this.#foreignText = null
  }

  /** What the file says now, as others have left it. Edits are kept. */
  seeFile(fileText: string): void {
    if (this.isChanged) this.#foreignText = fileText === this.#fileText ? null : fileText
    else if (fileText !== this.#fileText) this.#restart(fileText)
  }

  #restart(fileText: string): void {
    this.#fileText = fileText
    this.#foreignText = null
    this.#texts = [fileText]
    this.#at = 0
  }
}

/** The last ones, as many as there is room for; the very last always. */
function newest(texts: readonly string[]): readonly string[] {
  let units = 0
  const from = texts.findLastIndex((text, index) => (units += text.length) > mostUnits && index < texts.length - 1)
  return texts.slice(Math.max(from + 1, texts.length - mostKept))
}
