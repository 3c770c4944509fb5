// Builds the compositor's inner loops to WebAssembly; with --check it only says whether the committed file is what the source gives.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import asc from 'assemblyscript/asc'

const root = join(import.meta.dirname, '..')
const target = join(root, 'src/compositor/kernel.wasm')

const options = [
  ...['--optimizeLevel', '3', '--shrinkLevel', '0', '--converge'],
  // It checks nothing, allocates nothing and starts nothing: addresses and sizes come from frame-compositor.ts.
  ...['--noAssert', '--runtime', 'stub'],
  // 16 samples at a time, in a memory that the main thread reads frames from without a copy.
  ...[
    '--enable',
    'simd',
    '--enable',
    'relaxed-simd',
    '--enable',
    'threads',
    '--importMemory',
    '--sharedMemory',
    '--initialMemory',
    '1',
    '--maximumMemory',
    '65536',
  ],
]

const folder = await mkdtemp(join(tmpdir(), 'framefarm-kernel-'))
try {
  const built = join(folder, 'kernel.wasm')
  const { error } = await asc.main([relative(root, join(root, 'assembly/kernel.ts')), '-o', built, ...options], {
    readFile: (name, base) => readFile(join(base, name), 'utf8').catch(() => null),
    writeFile: (name, contents) => writeFile(resolve(root, name), contents),
    stderr: process.stderr,
  })
  if (error) throw new Error(`the kernel could not be built: ${error.message}`)
  const [before, after] = [await readFile(target).catch(() => Buffer.alloc(0)), await readFile(built)]
  if (before.equals(after)) process.stdout.write(`src/compositor/kernel.wasm is up to date (${after.length} bytes)\n`)
  else if (process.argv.includes('--check')) {
    process.stderr.write('src/compositor/kernel.wasm is not what assembly/kernel.ts gives: run `npm run build:kernel`\n')
    process.exitCode = 1
  } else {
    await writeFile(target, after)
    process.stdout.write(`written: src/compositor/kernel.wasm (${after.length} bytes)\n`)
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}
