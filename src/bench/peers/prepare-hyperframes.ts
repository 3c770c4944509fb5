import { copyFile, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { liveFiles } from '../live/live-files.ts'
import { installPeer } from './install-peer.ts'
import { peerEnvironment } from './peer-environment.ts'
import type { BenchScene } from '../scene/bench-scene.ts'
import type { PeerSettings, PreparedPeer } from './peer.ts'
import { copyInput, fillIn, inputValues } from './write-input.ts'

/** HyperFrames: a page with a GSAP timeline, one Chromium for each worker, frames by beginFrame, FFmpeg from PATH. */
export async function prepareHyperframes(scene: BenchScene, { scratch, chromium, workers, signal }: PeerSettings): Promise<PreparedPeer> {
  const cwd = await installPeer('hyperframes', scratch, signal)
  await writeScene(scene, cwd)
  const outputPath = join(cwd, 'out.mp4')
  await rm(outputPath, { force: true })
  return { command: commandOf({ cwd, outputPath, workers, crf: scene.crf }), cwd, env: await environmentOf(scratch, chromium), outputPath }
}

async function writeScene(scene: BenchScene, cwd: string): Promise<void> {
  const folder = join(cwd, 'scene')
  const values = inputValues(scene)
  await copyInput(scene.kind === 'live' ? 'hyperframes-live' : 'hyperframes', folder)
  if (scene.kind === 'live') for (const path of liveFiles) await copyFile(path, join(folder, basename(path)))
  const page = join(folder, 'index.html')
  await writeFile(page, fillIn(await readFile(page, 'utf8'), values))
  await copyFile(scene.imagePath, join(folder, values.image))
  await copyFile(join(cwd, 'node_modules/gsap/dist/gsap.min.js'), join(folder, 'gsap.min.js'))
}

type Command = { readonly cwd: string; readonly outputPath: string; readonly workers: number; readonly crf: number }

function commandOf({ cwd, outputPath, workers, crf }: Command): readonly string[] {
  const program = join(cwd, 'node_modules/hyperframes/bin/hyperframes.mjs')
  // `draft` is its name for x264 ultrafast, and makes it take frames as JPEG of quality 80; with its other names that is 100.
  return [process.execPath, program, 'render', 'scene', '-o', outputPath, '-w', String(workers), '--quality', 'draft', '--crf', String(crf)]
}

function environmentOf(scratch: string, chromium: string): Promise<NodeJS.ProcessEnv> {
  return peerEnvironment(scratch, {
    PRODUCER_HEADLESS_SHELL_PATH: chromium,
    PUPPETEER_EXECUTABLE_PATH: chromium,
    CHROME_PATH: chromium,
    HYPERFRAMES_NO_TELEMETRY: '1',
    // Both would start a process in the background while the film is being timed.
    HYPERFRAMES_NO_UPDATE_CHECK: '1',
    HYPERFRAMES_SKIP_SKILLS: '1',
  })
}
