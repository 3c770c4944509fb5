import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { tempFolder } from '../support/temp-folder.ts'

const root = join(import.meta.dirname, '../..')
const scenes = 20

/** Resident memory of one process (not of its children), in MB; null when it has ended. */
function residentMegabytes(pid: number): number | null {
  try {
    const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return kilobytes === undefined ? null : Number(kilobytes) / 1024
  } catch {
    return null
  }
}

it('a render in 1080p stays below 400 MB beside Chromium and FFmpeg, and does not grow over 20 chunks', async () => {
  const folder = await tempFolder()
  const image = join(root, 'samples/photos/brook.jpg')
  const film = {
    version: 1,
    output: { width: 1920, height: 1080, quality: 'draft' },
    // Each scene has a move of its own, or they would be the same chunk.
    scenes: Array.from({ length: scenes }, (_, index) => ({ image, duration: 0.5, kenBurns: { preset: 'zoom-in', amount: 0.2 + index / 1000 } })),
  }
  await writeFile(join(folder, 'film.json'), JSON.stringify(film))
  const args = [join(root, 'bin/framefarm'), 'render', join(folder, 'film.json'), '-o', join(folder, 'film.mp4'), '--method', 'layers', '--json']
  const child = spawn(process.execPath, args, { stdio: 'ignore', env: { ...process.env, FRAMEFARM_DATA: join(folder, 'data') } })
  const samples: number[] = []
  const watch = setInterval(() => {
    const megabytes = residentMegabytes(child.pid ?? 0)
    if (megabytes !== null) samples.push(megabytes)
  }, 50)
  const [code] = (await once(child, 'exit')) as [number]
  clearInterval(watch)
  expect(code).toBe(0)
  expect(samples.length).toBeGreaterThan(20)
  expect(Math.max(...samples)).toBeLessThan(400)
  // Of many samples the middle one: how high the highest peak is depends on when memory was last cleared.
  const middleOf = (from: number, to: number) =>
    samples.slice(samples.length * from, samples.length * to).toSorted((one, other) => one - other)[Math.floor((samples.length * (to - from)) / 2)] ??
    0
  expect(middleOf(0.7, 1)).toBeLessThan(middleOf(0.2, 0.5) * 1.15)
})
