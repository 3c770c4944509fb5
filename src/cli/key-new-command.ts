import { addKey } from '../server/api/access/add-key.ts'
import type { CommonOptions } from './run-to-end.ts'

export type KeyNewOptions = CommonOptions & { readonly file: string }

/** Makes an API key. The server reads the file when it starts. */
export async function keyNewCommand(id: string, { file, json }: KeyNewOptions): Promise<void> {
  const secret = await addKey(file, id)
  if (json) {
    process.stdout.write(`${JSON.stringify({ id, secret })}\n`)
    return
  }
  process.stdout.write(
    `\n  ${secret}\n\nThis is the key of ${id}; it is not kept anywhere, and cannot be shown again.\n${file} has its hash, and takes limits for it.\n`,
  )
}
