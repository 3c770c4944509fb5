import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { FramefarmError, hasSystemCode, messageOf } from '../shared/errors.ts'
import { manifestSchema } from '../templates/manifest-schema.ts'
import type { CommonOptions } from './run-to-end.ts'

const pattern = join(import.meta.dirname, 'new-template')

/** Makes a folder with a template to start from. @throws USAGE for a name that cannot be one, OUTPUT_UNWRITABLE */
export async function templateNewCommand(name: string, { json }: CommonOptions): Promise<void> {
  const checked = manifestSchema.shape.name.safeParse(name)
  if (!checked.success)
    throw new FramefarmError('USAGE', `${name} cannot be the name of a template: small letters, digits and hyphens, a letter first`)
  const folder = resolve(name)
  await makeNew(folder)
  const files = (await readdir(pattern)).toSorted()
  for (const file of files) {
    const text = await readFile(join(pattern, file), 'utf8')
    await writeFile(join(folder, file), text.replaceAll('NAME', name))
  }
  if (json) process.stdout.write(`${JSON.stringify({ name, folder, files }, null, 2)}\n`)
  else
    process.stdout.write(
      `${folder} has ${files.join(', ')}\n  framefarm preview ${name}/film.json\n  framefarm render ${name}/film.json -o ${name}.mp4\n`,
    )
}

/** Never into a folder that is there: it may hold somebody's work. */
async function makeNew(folder: string): Promise<void> {
  try {
    await mkdir(folder)
  } catch (cause) {
    const why = hasSystemCode(cause, 'EEXIST') ? 'it is there already, and nothing in it was changed' : messageOf(cause)
    const hint = 'Choose another name, or another folder to start in.'
    throw new FramefarmError('OUTPUT_UNWRITABLE', `the folder ${folder} could not be made: ${why}`, { cause, hint })
  }
}
