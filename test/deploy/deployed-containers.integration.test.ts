import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sceneRequest } from '../../src/api/scene-request.ts'
import { readSettings } from '../../src/server/settings/read-settings.ts'
import { settingsTable } from '../../src/server/settings/settings-table.ts'
import { deployedContainers, deployFolder, readCompose, readDeployed, readTerraform } from '../support/deployed-containers.ts'
import { framefarm } from '../support/framefarm.ts'

const containers = await deployedContainers()
const all = containers.map((container) => [`${container.name} of ${container.file}`, container] as const)
const configuration = await readFile(join(deployFolder, '../docs/configuration.md'), 'utf8')
const variables = new Set([...configuration.matchAll(/^\| `([A-Z_]+)`/gm)].map(([, name]) => name))

/** Commands and options by what the program itself says. */
async function helpOf(command: readonly string[]): Promise<string> {
  const { code, stdout } = await framefarm([...command, '--help'])
  return code === 0 ? stdout : ''
}

describe('the containers of deploy/', () => {
  it('are those of three places', () => {
    expect(new Set(containers.map(({ file }) => file.split('/')[0]))).toEqual(new Set(['compose', 'cloud-run', 'kubernetes']))
    expect(containers.length).toBeGreaterThanOrEqual(9)
  })

  it.each(all)('%s is started with a command and options that there are', async (_id, { args: [command = '', ...options] }) => {
    const help = await helpOf([command])
    expect(help).toContain(`framefarm ${command}`)
    for (const option of options) expect(help).toMatch(new RegExp(`^\\s*(-\\w, )?${option}\\b`, 'm'))
  })

  it.each(all)('%s has variables that there are, with values that are allowed', async (_id, { env }) => {
    const names = Object.keys(env)
    expect(names.length).toBeGreaterThan(0)
    expect([...variables]).toEqual(expect.arrayContaining(names))
    const given = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== null)
    await expect(readSettings(Object.fromEntries(given))).resolves.toBeDefined()
  })

  it.each(all.filter(([, { args }]) => args[0] === 'serve'))('%s listens where it is asked, with keys', async (_id, { env, ports }) => {
    expect(env).toMatchObject({ FRAMEFARM_HOST: '0.0.0.0', FRAMEFARM_PORT: '4410', FRAMEFARM_KEYS_FILE: '/config/keys.json' })
    expect(ports).toEqual([4410])
    expect(settingsTable.port.schema.parse(undefined)).toBe(4410)
  })

  it('that coordinate render nothing themselves', () => {
    const coordinators = containers.filter(({ env }) => 'DATABASE_URL' in env)
    expect(coordinators).toHaveLength(4)
    for (const { args } of coordinators) expect(args).toEqual(['serve', '--no-worker'])
  })

  it('are the same on Cloud Run by YAML as by Terraform', async () => {
    const { resource } = (await readTerraform()) as {
      readonly resource: {
        readonly google_cloud_run_v2_service: Readonly<Record<string, readonly [{ readonly template: readonly [CloudRunTemplate] }]>>
      }
    }
    for (const role of ['worker', 'coordinator']) {
      const byYaml = containers.find(({ file }) => file === `cloud-run/${role}.yaml`)
      const byTerraform = containers.find(({ file, name }) => file === 'cloud-run/main.tf' && name === role)
      expect(byTerraform).toMatchObject({ args: byYaml?.args, limits: byYaml?.limits, ports: byYaml?.ports })
      expect(Object.keys(byTerraform?.env ?? {}).toSorted()).toEqual(Object.keys(byYaml?.env ?? {}).toSorted())
      const [yaml] = readDeployed(`cloud-run/${role}.yaml`) as unknown as readonly [KnativeService]
      const { spec, metadata } = yaml.spec.template
      const template = resource.google_cloud_run_v2_service[role]?.[0].template[0]
      expect(template).toMatchObject({ timeout: `${spec.timeoutSeconds}s`, max_instance_request_concurrency: spec.containerConcurrency })
      const { min_instance_count: least, max_instance_count: most } = template?.scaling[0] ?? {}
      expect(metadata.annotations).toMatchObject({ 'autoscaling.knative.dev/minScale': `${least}`, 'autoscaling.knative.dev/maxScale': `${most}` })
    }
  })

  it('that work on Cloud Run have an L4, 4 CPU and 16 GiB, one request at a time for 600 s, and are 0 to 100', () => {
    const [{ spec }] = readDeployed('cloud-run/worker.yaml') as unknown as readonly [KnativeService]
    expect(spec.template.spec).toMatchObject({
      containerConcurrency: 1,
      timeoutSeconds: 600,
      nodeSelector: { 'run.googleapis.com/accelerator': 'nvidia-l4' },
    })
    expect(spec.template.metadata.annotations).toMatchObject({ 'autoscaling.knative.dev/minScale': '0', 'autoscaling.knative.dev/maxScale': '100' })
    const worker = containers.find(({ file }) => file === 'cloud-run/worker.yaml')
    expect(worker?.limits).toEqual({ cpu: '4', memory: '16Gi', 'nvidia.com/gpu': '1' })
  })

  it('have GPUs with Compose only where they are asked for', () => {
    const { services } = readCompose({ POSTGRES_PASSWORD: 'password', FRAMEFARM_WORKER_TOKEN: 'token', FRAMEFARM_WORKERS: '5' }) as {
      readonly services: Readonly<Record<string, { readonly profiles?: readonly string[]; readonly deploy?: { readonly replicas: number } }>>
    }
    expect(services['worker-gpu']?.profiles).toEqual(['gpu'])
    expect(services['worker']).toMatchObject({ deploy: { replicas: 5 } })
    expect(services['worker']?.profiles).toBeUndefined()
  })
})

type CloudRunTemplate = { readonly scaling: readonly [{ readonly min_instance_count: number; readonly max_instance_count: number }] }
type KnativeService = {
  readonly spec: {
    readonly template: {
      readonly metadata: { readonly annotations: Readonly<Record<string, string>> }
      readonly spec: { readonly timeoutSeconds: number; readonly containerConcurrency: number }
    }
  }
}

describe('the pages of deploy/', () => {
  it('name commands that there are', async () => {
    const known = [...(await helpOf([])).matchAll(/^ {2}([a-z-]+)/gm)].map(([, name]) => name)
    const folders = (await readdir(deployFolder, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map(({ name }) => name)
    for (const folder of folders) {
      const page = await readFile(join(deployFolder, folder, 'README.md'), 'utf8')
      const named = [...page.matchAll(/(?:bin\/framefarm|`framefarm) ([a-z][a-z-]*)/g)].map(([, name = '']) => name)
      expect([...known]).toEqual(expect.arrayContaining(named))
    }
  })

  it('show a job for RunPod that the server takes', async () => {
    const page = await readFile(join(deployFolder, 'runpod/README.md'), 'utf8')
    const [, text = ''] = /```json\n([\s\S]*?)```/.exec(page) ?? []
    const { input } = JSON.parse(text) as { readonly input: unknown }
    expect(sceneRequest.safeParse(input).error).toBeUndefined()
  })
})
