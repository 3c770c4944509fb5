// `npm run demo`: renders the sample film; with `--showcase`, the film that uses nearly everything. Further options go to `framefarm render`.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const isShowcase = process.argv.includes('--showcase')
const options = process.argv.slice(2).filter((option) => option !== '--showcase')
const [film, name] = isShowcase ? ['samples/showcase.json', 'showcase'] : ['samples/film.json', 'demo']
const command = ['bin/framefarm', 'render', film, '-o', `out/${name}.mp4`, '--contact-sheet', `out/${name}.png`, ...options]
const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit' })
process.exitCode = status ?? 1
