import { CRC32C } from '@google-cloud/storage'

export type FakeObject = {
  readonly bytes: Buffer
  readonly contentType: string
  readonly customTime?: string
  readonly updated: string
  readonly generation: number
  readonly metageneration: number
}

export function crc32cOf(bytes: Buffer): string {
  const crc32c = new CRC32C()
  crc32c.update(bytes)
  return crc32c.toString()
}

/** What lies in the buckets of a fake Google Cloud Storage, by `bucket/object`. */
export class FakeBuckets {
  readonly stored = new Map<string, FakeObject>()
  #generation = 1_700_000_000_000_000

  constructor(objects: Readonly<Record<string, Buffer>>) {
    for (const [key, bytes] of Object.entries(objects)) this.write(key, { bytes, contentType: 'image/jpeg' })
  }

  write(key: string, content: Pick<FakeObject, 'bytes' | 'contentType' | 'customTime'>): void {
    this.stored.set(key, { ...content, updated: new Date().toISOString(), generation: ++this.#generation, metageneration: 1 })
  }

  /** Whether a request's preconditions do not hold; what is not there is of generation 0. */
  isForbiddenBy(key: string, query: URLSearchParams): boolean {
    const { generation, metageneration } = this.stored.get(key) ?? { generation: 0, metageneration: 0 }
    const differs = (name: string, is: number) => query.has(name) && Number(query.get(name)) !== is
    return differs('ifGenerationMatch', generation) || differs('ifMetagenerationMatch', metageneration)
  }

  metadataOf(key: string): Readonly<Record<string, unknown>> {
    const found = this.stored.get(key)
    if (!found) return {}
    const { bytes, generation, metageneration, updated, ...facts } = found
    const [bucket = ''] = key.split('/')
    const name = key.slice(bucket.length + 1)
    const numbers = { size: `${bytes.length}`, generation: `${generation}`, metageneration: `${metageneration}` }
    return { kind: 'storage#object', name, bucket, crc32c: crc32cOf(bytes), timeCreated: updated, updated, ...numbers, ...facts }
  }
}
