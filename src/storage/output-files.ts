import { openOutputFile, type OutputFile } from './output-file.ts'

/** Several files that appear together: none before all of them are whole. */
export class OutputFiles implements AsyncDisposable {
  readonly #files: OutputFile[] = []

  /** @throws as openOutputFile */
  async open(path: string): Promise<OutputFile> {
    const file = await openOutputFile(path)
    this.#files.push(file)
    return file
  }

  /** The first that was opened comes last: where it is, all are. @throws OUTPUT_UNWRITABLE, DISK_FULL */
  async deliver(): Promise<void> {
    for (const file of this.#files.toReversed()) await file.deliver()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const file of this.#files) await file[Symbol.asyncDispose]()
  }
}
