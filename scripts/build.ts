// Makes dist/ for publishing, or another folder (`-- --out FOLDER`): JavaScript and types by tsc, and the files that the program reads beside them.
import { spawnSync } from 'node:child_process'
import { cp, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

const root = join(import.meta.dirname, '..')
const { values } = parseArgs({ options: { out: { type: 'string' } } })
const dist = resolve(values.out ?? join(root, 'dist'))

await rm(dist, { recursive: true, force: true })
const { status } = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json', '--outDir', dist], {
  cwd: root,
  stdio: 'inherit',
})
if (status !== 0) process.exit(status ?? 1)
// tsc takes no HTML and CSS, and the pages' JavaScript is served as it is.
await cp(join(root, 'src/compositor/kernel.wasm'), join(dist, 'compositor/kernel.wasm'))
await cp(join(root, 'src/browser/tab-capture'), join(dist, 'browser/tab-capture'), { recursive: true })
await cp(join(root, 'src/browser/prefault/prefault.c'), join(dist, 'browser/prefault/prefault.c'))
await cp(join(root, 'src/engine/migrations'), join(dist, 'engine/migrations'), { recursive: true })
for (const pages of ['preview', 'preview-start', 'dashboard', 'page-parts'])
  await cp(join(root, 'src/server', pages), join(dist, 'server', pages), { recursive: true })
await cp(join(root, 'src/regression/report/page'), join(dist, 'regression/report/page'), { recursive: true })
await cp(join(root, 'src/regression/film/report/page'), join(dist, 'regression/film/report/page'), { recursive: true })
await cp(join(root, 'src/cli/new-template'), join(dist, 'cli/new-template'), { recursive: true })
await cp(join(root, 'src/templates'), join(dist, 'templates'), { recursive: true, filter: (path) => !path.endsWith('.ts') })
// What `framefarm bench` renders, and the input of the other renderers. The photo never goes without its credits.
await cp(join(root, 'src/bench/peers'), join(dist, 'bench/peers'), { recursive: true, filter: (path) => !path.endsWith('.ts') })
await cp(join(root, 'src/bench/live/template'), join(dist, 'bench/live/template'), { recursive: true })
for (const name of ['brook.jpg', 'CREDITS.md']) await cp(join(root, 'samples/photos', name), join(dist, 'bench', name))
