import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ImageTerms } from './build-image.ts'
import type { ImageRoot, Terms } from './image-root.ts'

const repository = join(import.meta.dirname, '../..')
const framesPerScene = 30
const healthTries = 60

const film = {
  version: 1,
  output: { width: 640, height: 360, fps: 30 },
  scenes: ['brook', 'bridge'].map((name) => ({ image: `${name}.jpg`, duration: framesPerScene / 30, kenBurns: { preset: 'zoom-in' } })),
}

/**
 * Runs what was built as its user, without any network: two scenes are rendered and their frames counted, then a server is started, found
 * healthy and stopped.
 * @param env beside the image's own
 * @throws when any of it fails
 */
export async function proveImage(root: ImageRoot, image: ImageTerms, env: Terms['env']): Promise<void> {
  const terms = { ...image, env: { ...image.env, ...env }, network: false }
  const films = join(root.folder, image.workdir)
  mkdirSync(films, { recursive: true })
  for (const { image: photo } of film.scenes) cpSync(join(repository, 'samples/photos', photo), join(films, photo))
  writeFileSync(join(films, 'film.json'), JSON.stringify(film))
  await root.run([...image.entrypoint, 'render', 'film.json', '-o', 'film.mp4', '--no-cache'], terms)
  await root.run(
    ['sh', '-c', 'ffprobe -v error -select_streams v:0 -count_frames -show_entries stream=nb_read_frames -of csv=p=0 film.mp4 > frames'],
    terms,
  )
  const frames = Number(readFileSync(join(films, 'frames'), 'utf8').trim())
  if (frames !== framesPerScene * film.scenes.length) throw new Error(`the film has ${frames} frames`)
  await proveHealth(root, image, terms)
}

async function proveHealth(root: ImageRoot, { entrypoint, health, user }: ImageTerms, terms: Terms): Promise<void> {
  const [uid = 0, gid = 0] = user.split(':').map(Number)
  const { FRAMEFARM_DATA: data } = terms.env
  if (data !== undefined) chownSync(join(root.folder, data), uid, gid)
  const server = root.start([...entrypoint, 'serve', '--no-worker'], terms)
  const ended = once(server, 'exit') as Promise<[number | null]>
  try {
    await untilHealthy(async () => (await root.runBeside(childOf(server.pid), health, terms)) === 0)
    // To tini, which hands it on: `unshare` gives no signal away.
    process.kill(childOf(server.pid), 'SIGTERM')
    const [code] = await ended
    if (code !== 0) throw new Error(`the server ended with ${code} when it was told to stop`)
  } finally {
    server.kill('SIGKILL')
  }
}

async function untilHealthy(isHealthy: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < healthTries; tries++) {
    await sleep(1000)
    if (await isHealthy()) return
  }
  throw new Error(`the server was not healthy for ${healthTries} s`)
}

/** The first program of the image, by its number on this machine. */
function childOf(processId = 0): number {
  return Number(execFileSync('ps', ['-o', 'pid=', '--ppid', String(processId)], { encoding: 'utf8' }))
}
