// Draws docs/images/templates/NAME.jpg: each scene of samples/templates/film.json by its own page, late enough that all is there.
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import sharp from 'sharp'
import { CaptureSlot, standardWear } from '../src/browser/capture-slot.ts'
import { findChromium } from '../src/browser/find-chromium.ts'
import { livenessFromEnvironment } from '../src/browser/liveness.ts'
import { readFilm } from '../src/film/read-film.ts'
import { dataFolderAt } from '../src/storage/data-folder.ts'
import { loadFilm } from '../src/farm/load-film.ts'

const root = join(import.meta.dirname, '..')
const target = join(root, 'docs/images/templates')
const timeMs = 2600
const width = 480

const { signal } = new AbortController()
const folder = await mkdtemp(join(tmpdir(), 'framefarm-pictures-'))
try {
  const film = await readFilm(join(root, 'samples/templates/film.json'))
  await using loaded = await loadFilm(film, { folder, dataFolder: dataFolderAt(folder) }, signal)
  const { output } = film
  const size = { width: output.width, height: output.height }
  const liveness = livenessFromEnvironment()
  const slot = new CaptureSlot({
    chromium: findChromium(),
    folder,
    capture: 'begin-frame',
    format: { type: 'png' },
    liveness,
    wear: standardWear(size),
    ...size,
  })
  try {
    await mkdir(target, { recursive: true })
    const page = await slot.page(signal)
    for (const [index, site] of loaded.sites.entries()) {
      const name = basename(film.scenes[index]?.template ?? '')
      await page.open(site, signal)
      const picture = sharp(await page.frameAt(timeMs, signal)).resize({ width })
      await picture.jpeg({ quality: 86, mozjpeg: true }).toFile(join(target, `${name}.jpg`))
      process.stdout.write(`docs/images/templates/${name}.jpg\n`)
    }
  } finally {
    await slot.stop()
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}
