// The part of the standard WebAssembly API that the compositor uses; Node has it, its type package leaves it to the DOM's.
declare namespace WebAssembly {
  class Memory {
    constructor(descriptor: { readonly initial: number; readonly maximum: number; readonly shared: true })
    readonly buffer: SharedArrayBuffer
    grow(pages: number): number
  }
  class Module {
    constructor(bytes: Uint8Array)
  }
  class Instance {
    constructor(module: Module, imports: { readonly env: { readonly memory: Memory; readonly abort: () => never } })
    readonly exports: object
  }
}
