import { open, type FileHandle } from 'node:fs/promises'
import type { Placement } from './placement.ts'

const bytesOfSample = Float32Array.BYTES_PER_ELEMENT

/** The raw files of some placements, each open from its first use to its last: a long film has more sounds than a process may have files. */
export class SoundFiles implements AsyncDisposable {
  readonly #usesLeft = new Map<string, number>()
  readonly #open = new Map<string, FileHandle>()

  constructor(placements: readonly Placement[]) {
    for (const { sound } of placements) this.#usesLeft.set(sound.path, (this.#usesLeft.get(sound.path) ?? 0) + 1)
  }

  /** `length` samples from `from` on, with the channels of the file; zeros where the file has ended. */
  async read({ sound }: Placement, from: number, length: number): Promise<Float32Array> {
    const file = this.#open.get(sound.path) ?? (await open(sound.path))
    this.#open.set(sound.path, file)
    const samples = new Float32Array(length * sound.channels)
    await readSamples(file, samples, from * sound.channels)
    return samples
  }

  /** The placement will not be read any more. */
  async leave({ sound }: Placement): Promise<void> {
    const left = (this.#usesLeft.get(sound.path) ?? 0) - 1
    this.#usesLeft.set(sound.path, left)
    if (left > 0) return
    await this.#open.get(sound.path)?.close()
    this.#open.delete(sound.path)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#open.values()].map((file) => file.close()))
  }
}

/** Fills `samples` from the file as far as it goes. @param from counts floats @returns how many were read */
export async function readSamples(file: FileHandle, samples: Float32Array, from: number): Promise<number> {
  const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength)
  let done = 0
  while (done < bytes.length) {
    const { bytesRead } = await file.read(bytes, done, bytes.length - done, from * bytesOfSample + done)
    if (bytesRead === 0) break
    done += bytesRead
  }
  return Math.floor(done / bytesOfSample)
}
