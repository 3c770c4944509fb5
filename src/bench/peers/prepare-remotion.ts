import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { installPeer } from './install-peer.ts'
import { peerEnvironment } from './peer-environment.ts'
import type { BenchScene } from '../scene/bench-scene.ts'
import type { PeerSettings, PreparedPeer } from './peer.ts'
import { copyInput, inputValues } from './write-input.ts'

/** Remotion: a React component, one Chromium with a tab for each worker, frames as screenshots, an FFmpeg of its own. */
export async function prepareRemotion(scene: BenchScene, { scratch, chromium, workers, signal }: PeerSettings): Promise<PreparedPeer> {
  const cwd = await installPeer('remotion', scratch, signal)
  await writeScene(scene, cwd)
  const outputPath = join(cwd, 'out.mp4')
  await rm(outputPath, { force: true })
  const command = [process.execPath, join(cwd, 'node_modules/@remotion/cli/remotion-cli.js'), 'render', 'scene/src/index.jsx', 'film', outputPath]
  return { command: [...command, ...flagsOf(scene, { chromium, workers })], cwd, env: await peerEnvironment(scratch, {}), outputPath }
}

async function writeScene(scene: BenchScene, cwd: string): Promise<void> {
  const folder = join(cwd, 'scene')
  const values = inputValues(scene)
  await copyInput('remotion', folder)
  await writeFile(join(folder, 'src/scene.json'), JSON.stringify(values))
  await mkdir(join(folder, 'public'))
  await copyFile(scene.imagePath, join(folder, 'public', values.image))
}

function flagsOf({ crf }: BenchScene, { chromium, workers }: Pick<PeerSettings, 'chromium' | 'workers'>): readonly string[] {
  return [
    '--public-dir=scene/public',
    `--browser-executable=${chromium}`,
    `--concurrency=${workers}`,
    '--jpeg-quality=95',
    '--x264-preset=ultrafast',
    `--crf=${crf}`,
  ]
}
