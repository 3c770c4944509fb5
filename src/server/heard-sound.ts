import { mkdtemp, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { filmWaves, type FilmWaves } from '../farm/film-waves.ts'
import { mixFilmSound } from '../farm/mix-film-sound.ts'
import type { SoundMix } from '../film/sound-mix.ts'
import { hashOf } from '../shared/hash.ts'
import { cancelled } from '../shared/within.ts'

type Heard = {
  readonly key: string
  readonly folder: Promise<string>
  path?: Promise<string>
  waves?: Promise<FilmWaves>
  readonly ending: AbortController
}

/** Another key where the mix, or a file in it, is another one. */
export async function soundKey(sound: SoundMix): Promise<string> {
  const { voices, effects, music } = sound
  const paths = [...new Set([...voices, ...effects, ...(music?.tracks ?? [])].map(({ file }) => file.path))]
  return hashOf([sound, await Promise.all(paths.map(async (path) => (await stat(path).catch(() => null))?.mtimeMs ?? null))])
}

/** The mixed sound of the film and its waves, made when they are first asked for, and kept while edits leave the sound as it is. */
export class HeardSound implements AsyncDisposable {
  readonly #parentFolder: string
  #heard: Heard | null = null
  #leaving: Promise<unknown> = Promise.resolve()
  #isOver = false

  /** @param folder for its files */
  constructor(folder: string) {
    this.#parentFolder = folder
  }

  /** The path of the mixed sound. @throws as mixFilmSound */
  async path(sound: SoundMix): Promise<string> {
    return this.#mixed(sound, await this.#of(sound))
  }

  /** @throws as mixFilmSound, filmWaves */
  async waves(sound: SoundMix): Promise<FilmWaves> {
    const heard = await this.#of(sound)
    const { folder, ending } = heard
    heard.waves ??= this.#mixed(sound, heard).then(async (path) => filmWaves(sound, path, await folder, ending.signal))
    return heard.waves
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true
    this.#giveBack()
    await this.#leaving
  }

  #mixed(sound: SoundMix, heard: Heard): Promise<string> {
    heard.path ??= heard.folder.then((folder) => mixFilmSound(sound, folder, heard.ending.signal))
    return heard.path
  }

  /** @throws CANCELLED where it has been given back */
  async #of(sound: SoundMix): Promise<Heard> {
    const key = await soundKey(sound)
    if (this.#isOver) throw cancelled()
    if (this.#heard?.key === key) return this.#heard
    this.#giveBack()
    this.#heard = { key, folder: mkdtemp(join(this.#parentFolder, 'sound-')), ending: new AbortController() }
    return this.#heard
  }

  #giveBack(): void {
    const heard = this.#heard
    this.#heard = null
    if (!heard) return
    heard.ending.abort()
    const remove = async () => {
      await Promise.allSettled([heard.path, heard.waves])
      await rm(await heard.folder, { recursive: true, force: true, maxRetries: 3 })
    }
    this.#leaving = Promise.allSettled([this.#leaving, remove()])
  }
}
