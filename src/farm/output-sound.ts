import { encodeSilence } from '../encoder/encode-silence.ts'
import { mixSound, type MixedSound } from '../encoder/mix-sound.ts'
import { soundExtension } from '../encoder/sound/encode-sound.ts'
import { unlessCancelled } from '../shared/within.ts'
import type { DataFolder } from '../storage/data-folder.ts'
import { SoundStore } from '../storage/sound-store.ts'
import { soundHash, type PlannedSound } from './planned-sound.ts'
import type { Toolbox } from './toolbox.ts'

export type SoundOptions = {
  readonly toolbox: Pick<Toolbox, 'ffmpeg' | 'versions'>
  readonly dataFolder: DataFolder
  readonly workFolder: string
  /** false: sounds of earlier renders are not used. */
  readonly reuse: boolean
  /** Ends the mixing, whoever waits for it. */
  readonly signal: AbortSignal
}

/** The sound of a film's file: found among finished ones, here or where machines share them, or mixed and kept there. */
export class OutputSound implements AsyncDisposable {
  readonly #planned: PlannedSound
  readonly #options: SoundOptions
  readonly #store: SoundStore
  #hash: Promise<string> | null = null
  #making: Promise<MixedSound> | null = null

  constructor(planned: PlannedSound, options: SoundOptions) {
    this.#planned = planned
    this.#options = options
    this.#store = new SoundStore(options.dataFolder, `.${soundExtension(planned.codec)}`)
  }

  /** Whether it is among finished sounds. @throws ASSET_UNAVAILABLE; as SoundStore.has */
  async isMixed(signal: AbortSignal): Promise<boolean> {
    return this.#store.has(await this.#hashOnce(), signal)
  }

  /** The sound. Whoever asks while it is being mixed gets the same one. @param signal ends the waiting alone @throws as mixSound and SoundStore */
  async mixed(signal: AbortSignal): Promise<MixedSound> {
    const making = this.#making ?? this.#make()
    this.#making = making
    const forget = () => {
      if (this.#making === making) this.#making = null
    }
    // It may be gone, or damaged, when it is asked for again.
    making.then(forget, forget)
    return unlessCancelled(making, signal)
  }

  /** To be called when the signal of its options is aborted, or nobody asks any more. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#making?.catch(() => undefined)
  }

  async #make(): Promise<MixedSound> {
    const { reuse, signal } = this.#options
    const hash = await this.#hashOnce()
    const found = reuse ? await this.#store.find(hash, signal) : null
    return found ?? this.#store.add(hash, await this.#mix(), signal)
  }

  #mix(): Promise<MixedSound> {
    const { mix, codec, window, track, durationS } = this.#planned
    const { toolbox, workFolder: folder, signal } = this.#options
    if (!mix) return encodeSilence(toolbox.ffmpeg, { track, durationS, codec, folder }, signal)
    return mixSound(toolbox.ffmpeg, mix, { codec, folder, window }, signal)
  }

  #hashOnce(): Promise<string> {
    this.#hash ??= soundHash(this.#planned, this.#options.toolbox.versions.ffmpeg)
    return this.#hash
  }
}
