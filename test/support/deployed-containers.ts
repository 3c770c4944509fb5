import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { parse, parseAllDocuments } from 'yaml'

export const deployFolder = join(import.meta.dirname, '../../deploy')

// Not imported: its types would bring those of browsers with them, for the whole project.
const { parse: parseHcl } = createRequire(import.meta.url)('@cdktn/hcl2json') as { parse: (file: string, text: string) => Promise<unknown> }

/** How a file below deploy/ runs one of our images. */
export type DeployedContainer = {
  readonly file: string
  readonly name: string
  readonly args: readonly string[]
  /** null where the value is not in the file: a secret, a variable. */
  readonly env: Readonly<Record<string, string | null>>
  readonly ports: readonly number[]
  readonly limits: Readonly<Record<string, string>>
}

type Json = Readonly<Record<string, unknown>>
type PodContainer = {
  readonly name: string
  readonly args: readonly string[]
  readonly env: readonly { readonly name: string; readonly value?: string }[]
  readonly ports?: readonly { readonly containerPort: number }[]
  readonly resources: { readonly limits: Readonly<Record<string, string>> }
}

/** A file of deploy/ as it is written, its documents one after the other. */
export function readDeployed(file: string): readonly Json[] {
  return parseAllDocuments(readFileSync(join(deployFolder, file), 'utf8')).map((document) => {
    if (document.errors.length > 0) throw new Error(`${file}: ${document.errors.join('; ')}`)
    return document.toJS() as Json
  })
}

/** compose.yaml with its variables filled in, as Compose does it: before anything is read. */
export function readCompose(variables: Readonly<Record<string, string>>): Json {
  const text = readFileSync(join(deployFolder, 'compose/compose.yaml'), 'utf8')
  const filled = text.replaceAll(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_all, name: string, kind?: string, words?: string) => {
    const value = variables[name] ?? (kind === '-' ? words : undefined)
    if (value === undefined) throw new Error(`compose.yaml wants ${name}`)
    return value
  })
  return parse(filled, { merge: true }) as Json
}

export async function readTerraform(): Promise<Json> {
  return (await parseHcl('main.tf', readFileSync(join(deployFolder, 'cloud-run/main.tf'), 'utf8'))) as Json
}

/** Every container of ours that the files below deploy/ run. */
export async function deployedContainers(): Promise<readonly DeployedContainer[]> {
  const pods = ['cloud-run/worker.yaml', 'cloud-run/coordinator.yaml', 'kubernetes/worker.yaml', 'kubernetes/coordinator.yaml']
  return [...composeContainers(), ...pods.flatMap(podContainers), ...(await terraformContainers())]
}

function composeContainers(): readonly DeployedContainer[] {
  const { services } = readCompose({ POSTGRES_PASSWORD: 'password', FRAMEFARM_WORKER_TOKEN: 'token' }) as {
    readonly services: Readonly<
      Record<string, { readonly image: string; readonly command: readonly string[]; readonly environment: Json; readonly ports?: readonly string[] }>
    >
  }
  const ours = Object.entries(services).filter(([, { image }]) => image.startsWith('framefarm'))
  return ours.map(([name, { command, environment, ports = [] }]) => ({
    file: 'compose/compose.yaml',
    name,
    args: command,
    env: environment as DeployedContainer['env'],
    ports: ports.map((port) => Number(port.split(':').at(-1))),
    limits: {},
  }))
}

function podContainers(file: string): readonly DeployedContainer[] {
  const specs = readDeployed(file).filter(({ kind, apiVersion }) => kind === 'Deployment' || String(apiVersion).startsWith('serving.knative.dev'))
  return specs.flatMap((object) => {
    const { spec } = object as { readonly spec: { readonly template: { readonly spec: { readonly containers: readonly PodContainer[] } } } }
    return spec.template.spec.containers.map(({ name, args, env, ports = [], resources }) => ({
      file,
      name,
      args,
      env: Object.fromEntries(env.map((variable) => [variable.name, variable.value ?? null])),
      ports: ports.map(({ containerPort }) => containerPort),
      limits: resources.limits,
    }))
  })
}

type TerraformContainer = {
  readonly args: readonly string[]
  readonly env?: readonly { readonly name: string }[]
  readonly dynamic: { readonly env: readonly { readonly for_each: Readonly<Record<string, string>> }[] }
  readonly ports: readonly { readonly container_port: number }[]
  readonly resources: readonly { readonly limits: Readonly<Record<string, string>> }[]
}

async function terraformContainers(): Promise<readonly DeployedContainer[]> {
  const { resource } = (await readTerraform()) as {
    readonly resource: {
      readonly google_cloud_run_v2_service: Readonly<
        Record<string, readonly [{ readonly template: readonly [{ readonly containers: readonly [TerraformContainer] }] }]>
      >
    }
  }
  return Object.entries(resource.google_cloud_run_v2_service).map(([name, [service]]) => {
    const [container] = service.template[0].containers
    const secret = (container.env ?? []).map((variable) => [variable.name, null] as const)
    return {
      file: 'cloud-run/main.tf',
      name,
      args: container.args,
      env: Object.fromEntries([...Object.entries(container.dynamic.env[0]?.for_each ?? {}).map(known), ...secret]),
      ports: container.ports.map(({ container_port: port }) => port),
      limits: container.resources[0]?.limits ?? {},
    }
  })
}

/** A value that is nothing but a reference to another resource is not in the file. */
function known([name, value]: readonly [string, string]): readonly [string, string | null] {
  return [name, /^\$\{[^}]*\}$/.test(value) ? null : value]
}
