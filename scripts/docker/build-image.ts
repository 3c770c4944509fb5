import { cpSync, mkdirSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { lendNetwork, makeBaseImage, takeBackNetwork } from './base-image.ts'
import type { ImageRoot, Terms } from './image-root.ts'
import type { Step } from './read-dockerfile.ts'

const repository = join(import.meta.dirname, '../..')

/** What an image is started with. */
export type ImageTerms = Pick<Terms, 'user' | 'workdir' | 'env'> & {
  readonly entrypoint: readonly string[]
  readonly health: readonly string[]
}

/** Does the steps of a Dockerfile in a root, as `docker build` would. */
export async function buildImage(root: ImageRoot, steps: readonly Step[], say: (text: string) => void): Promise<ImageTerms> {
  const image = {
    user: 'root',
    workdir: '/',
    env: {} as Record<string, string>,
    entrypoint: [] as readonly string[],
    health: [] as readonly string[],
  }
  const args: Record<string, string> = {}
  let network: Readonly<Record<string, string>> = {}
  for (const step of steps) {
    say(describe(step))
    switch (step.kind) {
      case 'from':
        makeBaseImage(root.folder, step.tag)
        network = lendNetwork(root.folder)
        break
      case 'arg':
        Object.assign(args, step.values)
        break
      case 'env':
        Object.assign(image.env, step.values)
        break
      case 'workdir':
        image.workdir = resolve(image.workdir, step.text)
        mkdirSync(join(root.folder, image.workdir), { recursive: true })
        break
      case 'user':
        image.user = step.text
        break
      case 'copy':
        copy(join(root.folder, image.workdir), step)
        break
      case 'run':
        await root.run(['/bin/sh', '-c', step.text], { ...image, env: { ...network, ...args, ...image.env }, network: true })
        break
      case 'entrypoint':
        image.entrypoint = step.command
        break
      case 'healthcheck':
        image.health = step.command
        break
      case 'cmd':
      case 'expose':
      case 'stopsignal':
        break
    }
  }
  takeBackNetwork(root.folder)
  return image
}

/** As COPY does: a folder's content into a folder, files into one whose name ends with a slash or a dot. */
function copy(workdir: string, { sources, target }: Extract<Step, { kind: 'copy' }>): void {
  for (const source of sources) {
    const from = join(repository, source)
    const isInto = !statSync(from).isDirectory() && /(^\.|\/)$/.test(target)
    cpSync(from, resolve(workdir, target, isInto ? basename(source) : ''), { recursive: true })
  }
}

function describe(step: Step): string {
  const { kind, ...facts } = step
  return `${kind.toUpperCase()} ${Object.values(facts)
    .map((fact) => (typeof fact === 'string' ? fact : JSON.stringify(fact)))
    .join(' ')}`
}
