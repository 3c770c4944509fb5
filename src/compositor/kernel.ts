import { readFileSync } from 'node:fs'
import { join } from 'node:path'

type KernelExports = {
  readonly resamplePlane: (
    source: number,
    stride: number,
    target: number,
    targetStride: number,
    fromRow: number,
    toRow: number,
    fromColumn: number,
    toColumn: number,
    groups: number,
    rowTable: number,
    columnTable: number,
    scratch: number,
  ) => void
  readonly mixPlanes: (target: number, other: number, bytes: number, weight: number) => void
  readonly blendPlane: (
    target: number,
    targetStride: number,
    source: number,
    alpha: number,
    sourceStride: number,
    width: number,
    height: number,
    opacity: number,
  ) => void
}

const pageBytes = 65_536
/** The kernel was built for a shared memory of up to 4 GB. */
const maximumPages = 65_536

/** The inner loops of the compositor (assembly/kernel.ts) with a memory that threads can share. */
export type Kernel = KernelExports & { readonly memory: WebAssembly.Memory }

export function openKernel(bytes: number): Kernel {
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / pageBytes), maximum: maximumPages, shared: true })
  const module = new WebAssembly.Module(readFileSync(join(import.meta.dirname, 'kernel.wasm')))
  const abort = () => {
    throw new Error('unreachable: the kernel checks nothing')
  }
  const { exports } = new WebAssembly.Instance(module, { env: { memory, abort } })
  return { ...(exports as unknown as KernelExports), memory }
}
