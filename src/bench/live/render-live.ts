import { slotCount } from '../../browser/slot-count.ts'
import { methodWishes } from '../../farm/methods.ts'
import { renderFilm } from '../../farm/render-film.ts'
import { readFilm } from '../../film/read-film.ts'
import { FramefarmError, messageOf } from '../../shared/errors.ts'
import { dataFolderFromEnvironment } from '../../storage/data-folder.ts'
import { loadTemplate } from '../../templates/load-template.ts'

// A command like `framefarm render FILM -o OUTPUT --method METHOD --encoder cpu --no-cache --json`, whose scenes have the template of
// this folder in the place of the one that they name.

const [filmPath = '', outputPath = '', method = ''] = process.argv.slice(2)
// For this process alone, as the launcher has it.
for (const name of ['MALLOC_ARENA_MAX', 'MALLOC_MMAP_THRESHOLD_', 'NODE_COMPILE_CACHE']) delete process.env[name]

const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stopping.abort())

try {
  const wish = methodWishes.find((name) => name === method)
  if (!wish) throw new FramefarmError('USAGE', `there is no method ${method}`)
  const film = await readFilm(filmPath)
  const live = await loadTemplate('template', import.meta.dirname)
  const order = { film, outputPath, encoder: 'cpu', method: wish, verify: false, slots: slotCount(film.output), reuse: false } as const
  const templates = new Map([['ken-burns', live]])
  const report = await renderFilm({ ...order, templates, dataFolder: dataFolderFromEnvironment() }, stopping.signal, () => undefined)
  process.stdout.write(JSON.stringify(report))
} catch (error) {
  process.stdout.write(JSON.stringify({ error: { message: messageOf(error) } }))
  process.exitCode = 1
}
