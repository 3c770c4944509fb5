import { join } from 'node:path'
import { findChromium } from '../src/browser/find-chromium.ts'
import { findFfmpeg } from '../src/encoder/find-ffmpeg.ts'
import { defaultScratch, peers } from './peers/peers.ts'
import { benchFrames, benchScene, writeFilm, writeRawFrames } from './scene.ts'
import type { TimedCommand } from './time-command.ts'

/** One program of the table. The first row is the limit that all others are held against. */
export type Row = TimedCommand & { readonly name: string; readonly outputPath: string }

const { width, height, fps, crf, startScale, endScale } = benchScene
const x264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', `${crf}`, '-bf', '0', '-pix_fmt', 'yuv420p']
const workers = 2

export async function benchRows(folder: string, imagePath: string, { withPeers }: { withPeers: boolean }): Promise<readonly Row[]> {
  const { ffmpeg } = findFfmpeg()
  const rawPath = await writeRawFrames(folder, imagePath)
  const filmPath = await writeFilm(folder, imagePath)
  const output = (name: string) => join(folder, `${name}.mp4`)
  const raw = ['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-s', `${width}x${height}`, '-r', `${fps}`, '-i', rawPath]
  const zoom = `min(${startScale}+${endScale - startScale}*on/${benchFrames},${endScale})`
  const zoompan = `zoompan=z='${zoom}':x='iw/2-iw/zoom/2':y='ih/2-ih/zoom/2':d=${benchFrames}:s=${width}x${height}:fps=${fps}`
  const launcher = join(import.meta.dirname, '../bin/framefarm')
  const own: readonly Row[] = [
    {
      name: 'FFmpeg alone, encoding ready raw frames (the limit)',
      command: [ffmpeg, '-y', ...raw, ...x264, output('limit')],
      outputPath: output('limit'),
    },
    ...(['layers', 'screenshot'] as const).map((method) => ({
      name: `Framefarm, \`${method}\`, whole command`,
      command: [process.execPath, launcher, 'render', filmPath, '-o', output(method), '--method', method, '--no-cache'],
      env: { ...process.env, FRAMEFARM_DATA: join(folder, 'data') },
      outputPath: output(method),
    })),
    {
      name: 'FFmpeg zoompan at native size (jitters)',
      command: [ffmpeg, '-y', '-i', imagePath, '-vf', zoompan, ...x264, output('zoompan')],
      outputPath: output('zoompan'),
    },
  ]
  return withPeers ? [...own, ...(await peerRows(imagePath))] : own
}

async function peerRows(imagePath: string): Promise<readonly Row[]> {
  const rows: Row[] = []
  for (const peer of peers) {
    process.stderr.write(`bench: preparing ${peer.name} ${peer.version}\n`)
    const prepared = await peer.prepare({ ...benchScene, imagePath }, { scratch: defaultScratch, chromium: findChromium().path, workers })
    rows.push({ name: `${peer.name} ${peer.version}, ${workers} workers, whole command`, ...prepared })
  }
  return rows
}
