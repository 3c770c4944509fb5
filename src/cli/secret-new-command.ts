import { addSecret } from '../server/api/access/add-secret.ts'
import { keysFile } from '../server/api/access/keys-file.ts'
import { workerTokensFile } from '../server/api/access/worker-tokens.ts'
import type { CommonOptions } from './run-to-end.ts'

export type SecretNewOptions = CommonOptions & { readonly file: string }

/** Makes an API key. The server reads the file when it starts. */
export async function keyNewCommand(id: string, options: SecretNewOptions): Promise<void> {
  tell({ id, secret: await addSecret(options.file, id, keysFile), what: 'key', more: ', and takes limits for it' }, options)
}

/** Makes the token of a worker. The server reads the file when it starts. */
export async function workerTokenNewCommand(id: string, options: SecretNewOptions): Promise<void> {
  tell({ id, secret: await addSecret(options.file, id, workerTokensFile), what: 'token', more: '' }, options)
}

type Made = { readonly id: string; readonly secret: string; readonly what: string; readonly more: string }

function tell({ id, secret, what, more }: Made, { file, json }: SecretNewOptions): void {
  const text = `\n  ${secret}\n\nThis is the ${what} of ${id}; it is not kept anywhere, and cannot be shown again.\n${file} has its hash${more}.\n`
  process.stdout.write(json ? `${JSON.stringify({ id, secret })}\n` : text)
}
