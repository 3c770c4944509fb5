import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Output i lies at `offset + i * step` in samples of the source. */
type WriteTable = (at: number, offset: number, step: number, outputs: number, samples: number, isTent: boolean) => void

type KernelExports = {
  readonly resamplePlane: (
    source: number,
    stride: number,
    target: number,
    targetStride: number,
    rows: number,
    columns: number,
    fromColumn: number,
    toColumn: number,
    rowTable: number,
    columnTable: number,
    scratch: number,
    scratchStride: number,
  ) => void
  readonly writeRowTable: WriteTable
  readonly writeColumnTable: WriteTable
  readonly premultiply: (
    pixels: number,
    stride: number,
    width: number,
    height: number,
    y: number,
    alpha: number,
    lumaStride: number,
    u: number,
    v: number,
    chromaAlpha: number,
    chromaStride: number,
    scratch: number,
  ) => void
  readonly unfilter: (at: number, length: number, rows: number) => void
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
  readonly filterColours: (frame: number, width: number, height: number, matrices: number, count: number) => void
}

const pageBytes = 65_536
/** The kernel was built for a shared memory of up to 4 GB. */
const maximumPages = 65_536

/** The inner loops of the compositor (assembly/kernel.ts) with a memory that threads can share. */
export class Kernel {
  readonly memory = new WebAssembly.Memory({ initial: 1, maximum: maximumPages, shared: true })
  readonly call: KernelExports

  constructor() {
    const module = new WebAssembly.Module(readFileSync(join(import.meta.dirname, 'kernel.wasm')))
    const abort = () => {
      throw new Error('unreachable: the kernel checks nothing')
    }
    const { exports } = new WebAssembly.Instance(module, { env: { memory: this.memory, abort } })
    this.call = exports as unknown as KernelExports
  }

  /** Makes the memory at least so large. What is in it stays; views of it that were taken before end where it ended. */
  reserve(bytes: number): void {
    const missing = Math.ceil((bytes - this.memory.buffer.byteLength) / pageBytes)
    if (missing > 0) this.memory.grow(missing)
  }
}
