// Makes the pictures of docs/captions.md: a frame of a film for each preset.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { findFfmpeg } from '../src/encoder/find-ffmpeg.ts'
import { captionPresetNames } from '../src/film/caption-presets.ts'

const root = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'framefarm-captions-'))
const seconds = 2

try {
  const film = {
    version: 1,
    output: { width: 640, height: 360, quality: 'high' },
    scenes: captionPresetNames.map((preset) => ({
      image: join(root, 'samples/photos/picos-de-europa.jpg'),
      duration: seconds,
      kenBurns: { startScale: 1, endScale: 1 },
      captions: [{ start: 0, end: seconds, text: 'A worn path climbs the meadow' }],
      captionStyle: { preset, size: 0.085 },
    })),
  }
  const [filmPath, output] = [join(folder, 'film.json'), join(folder, 'film.mp4')]
  writeFileSync(filmPath, JSON.stringify(film))
  execFileSync(process.execPath, [join(root, 'bin/framefarm'), 'render', filmPath, '-o', output], { stdio: 'inherit' })
  for (const [index, preset] of captionPresetNames.entries()) {
    const still = join(folder, `${preset}.png`)
    // While "climbs" is spoken.
    execFileSync(findFfmpeg().ffmpeg, ['-v', 'error', '-ss', String(index * seconds + 1.1), '-i', output, '-frames:v', '1', still])
    await sharp(still)
      .jpeg({ quality: 82 })
      .toFile(join(root, `docs/images/captions-${preset}.jpg`))
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
