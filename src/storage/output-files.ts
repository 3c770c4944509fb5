import { openOutputFile, type OutputFile } from './output-file.ts'

/** Several files that appear together: none before all of them are whole. */
export class OutputFiles implements AsyncDisposable {
  readonly #files: OutputFile[] = []

  /** One that somebody else has opened. */
  add(file: OutputFile): OutputFile {
    this.#files.push(file)
    return file
  }

  /** @throws as openOutputFile */
  async open(path: string): Promise<OutputFile> {
    return this.add(await openOutputFile(path))
  }

  /** The first that was opened comes last: where it is, all are. @throws OUTPUT_UNWRITABLE, DISK_FULL */
  async deliver(): Promise<void> {
    for (const file of this.#files.toReversed()) await file.deliver()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const file of this.#files) await file[Symbol.asyncDispose]()
  }
}
