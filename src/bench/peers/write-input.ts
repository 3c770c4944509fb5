import { cp, rm } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { framesOf, type BenchScene } from '../scene/bench-scene.ts'

/** The values of a scene as the input projects name them. */
type InputValues = Omit<BenchScene, 'imagePath' | 'crf' | 'scenes' | 'kind'> & {
  readonly durationFrames: number
  /** File name of the photo, beside the page or in the folder for public files. */
  readonly image: string
}

export function inputValues({ imagePath, crf: _encodersOwn, scenes: _one, kind: _inputsOwn, ...scene }: BenchScene): InputValues {
  return { ...scene, durationFrames: framesOf(scene), image: `photo${extname(imagePath).toLowerCase()}` }
}

/** Replaces `folder` by a copy of the input project `name`, a folder beside this file. */
export async function copyInput(name: string, folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  await cp(join(import.meta.dirname, name), folder, { recursive: true })
}

/**
 * `text` with the values in the place of `{{width}}` and the like.
 * @throws Error where it asks for a value that a scene does not have
 */
export function fillIn(text: string, values: InputValues): string {
  const known = new Map<string, string | number>(Object.entries(values))
  return text.replaceAll(/\{\{(\w+)\}\}/g, (_place, name: string) => {
    const value = known.get(name)
    if (value === undefined) throw new Error(`the input project asks for {{${name}}}, which a scene does not have`)
    return String(value)
  })
}
