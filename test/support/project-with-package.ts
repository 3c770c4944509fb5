import { execFile } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, readdir, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const root = join(import.meta.dirname, '../..')

/** A project of a user with the package as it is published, and all that it depends on; whoever makes it removes it. */
export async function projectWithPackage(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'framefarm-test-project-'))
  const modules = join(folder, 'node_modules')
  const installed = join(modules, 'framefarm')
  await mkdir(installed, { recursive: true })
  for (const name of await readdir(join(root, 'node_modules'))) {
    if (!name.startsWith('.vite')) await symlink(join(root, 'node_modules', name), join(modules, name))
  }
  await copyFile(join(root, 'package.json'), join(installed, 'package.json'))
  await promisify(execFile)(process.execPath, [join(root, 'scripts/build.ts'), '--out', join(installed, 'dist')], { cwd: root })
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
  return folder
}
