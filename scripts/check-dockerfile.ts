// Does what `docker build` does with our Dockerfiles on a machine without Docker: their steps in a root made by debootstrap, then two scenes
// rendered and a server found healthy there. Linux, as root, with debootstrap installed; about 3 GB and five minutes for each file.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { buildImage } from './docker/build-image.ts'
import { ImageRoot } from './docker/image-root.ts'
import { proveImage } from './docker/prove-image.ts'
import { readDockerfile } from './docker/read-dockerfile.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    folder: { type: 'string', default: tmpdir() },
    keep: { type: 'boolean', default: false },
    sandbox: { type: 'string', default: 'on' },
  },
})
const say = (text: string) => process.stderr.write(`check-dockerfile: ${text}\n`)
const env: Readonly<Record<string, string>> = values.sandbox === 'off' ? { FRAMEFARM_CHROME_SANDBOX: 'off' } : {}

for (const name of positionals.length > 0 ? positionals : ['Dockerfile', 'Dockerfile.gpu']) {
  const folder = await mkdtemp(join(values.folder, 'framefarm-image-'))
  try {
    const root = new ImageRoot(folder)
    const image = await buildImage(root, readDockerfile(join(import.meta.dirname, '..', name)), (text) => say(`${name}: ${text}`))
    say(`${name}: built; now without a network`)
    await proveImage(root, image, env)
    say(`${name}: two scenes rendered, a server healthy and stopped (sandbox ${values.sandbox})`)
  } catch (error) {
    process.exitCode = 1
    say(`${name}: ${error instanceof Error ? error.message : String(error)}`)
  } finally {
    if (values.keep) say(`${name}: kept in ${folder}`)
    else await rm(folder, { recursive: true, force: true })
  }
}
