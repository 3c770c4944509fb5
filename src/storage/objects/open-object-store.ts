import { isAbsolute } from 'node:path'
import { fileURLToPath } from 'node:url'
import { FramefarmError } from '../../shared/errors.ts'
import { folderStore } from './folder-store.ts'
import { googleStore } from './google-store.ts'
import type { ObjectStore } from './object-store.ts'

/** What an address can be, for messages. */
const forms = 'the absolute path of a folder, file:///folder or gs://bucket/folder/'

const schemes: Readonly<Record<string, (address: string) => ObjectStore>> = {
  gs: googleStore,
  file: (address) => folderStore(fileURLToPath(address)),
}

/**
 * The store at an address. Nothing is asked of it yet.
 * @throws TOOL_SETTING_WRONG
 */
export function openObjectStore(address: string): ObjectStore {
  if (isAbsolute(address)) return folderStore(address)
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(address)?.[1]?.toLowerCase() ?? ''
  const open = schemes[scheme]
  if (!open) throw new FramefarmError('TOOL_SETTING_WRONG', `${address} is no address of a store; it must be ${forms}`)
  return open(address)
}
