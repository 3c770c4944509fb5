import { access, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createRequire } from 'node:module'
import { PGlite } from '@electric-sql/pglite'
import { openAsBlob, readFileSync } from 'node:fs'
import { dataFolderFromEnvironment } from '../storage/data-folder.ts'

/** PostgreSQL's own initdb takes seconds and 0.6 GB of memory; unpacking what it made takes half a second. */
export async function readPgliteTemplate(): Promise<Blob> {
  const path = join(dataFolderFromEnvironment().root, 'engine', `pglite-${pgliteVersion()}.tar.gz`)
  if (!(await exists(path))) await makeTemplate(path)
  return openAsBlob(path)
}

async function makeTemplate(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const unfinished = `${path}.${process.pid}`
  const pglite = await PGlite.create('memory://')
  try {
    const dump = await pglite.dumpDataDir('gzip')
    await writeFile(unfinished, dump.stream())
    await rename(unfinished, path)
  } finally {
    await pglite.close()
    await rm(unfinished, { force: true })
  }
}

/** The package does not export its package.json. */
function pgliteVersion(): string {
  const entry = createRequire(import.meta.url).resolve('@electric-sql/pglite')
  const { version } = JSON.parse(readFileSync(join(dirname(entry), '../package.json'), 'utf8')) as { version: string }
  return version
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
