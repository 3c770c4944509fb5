import { FramefarmError } from '../../shared/errors.ts'
import type { DataFolder } from '../../storage/data-folder.ts'
import { folderStore } from '../../storage/objects/folder-store.ts'
import type { ObjectStore } from '../../storage/objects/object-store.ts'

/** What workers may do below which folders of the store; a server's own folder has its database beside them. */
const rights = { read: ['chunks/', 'assets/'], write: ['chunks/', 'renders/'], remove: ['chunks/'] } as const

/** The store of a farm for workers that reach it only through the coordinator. Every call throws OBJECT_NAME_WRONG for what is not theirs. */
export function workerStore({ root, shared }: DataFolder): ObjectStore {
  const store = shared ?? folderStore(root)
  const check = (right: keyof typeof rights, name: string) => {
    if (rights[right].some((folder) => name.startsWith(folder))) return
    throw new FramefarmError('OBJECT_NAME_WRONG', `a worker may ${right} only below ${rights[right].join(' and ')}, not ${JSON.stringify(name)}`)
  }
  const within =
    <Rest extends readonly unknown[], T>(right: keyof typeof rights, call: (name: string, ...rest: Rest) => T) =>
    (name: string, ...rest: Rest): T => {
      check(right, name)
      return call(name, ...rest)
    }
  return {
    address: store.address,
    addressOf: (name) => store.addressOf(name),
    stat: within('read', (name, signal) => store.stat(name, signal)),
    fetch: within('read', (name, toPath, signal) => store.fetch(name, toPath, signal)),
    read: within('read', (name, signal, range) => store.read(name, signal, range)),
    list: within('read', (prefix, signal) => store.list(prefix, signal)),
    put: within('write', (name, path, options) => store.put(name, path, options)),
    touch: within('remove', (name, signal) => store.touch(name, signal)),
    remove: within('remove', (name, signal) => store.remove(name, signal)),
    signedUrl: within('read', (name, seconds) => store.signedUrl(name, seconds)),
  }
}
