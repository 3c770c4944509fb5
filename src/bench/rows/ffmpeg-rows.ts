import { join } from 'node:path'
import { bt709Tags } from '../../encoder/colour.ts'
import { encoderArgs, encoderProfiles } from '../../encoder/encoder-profiles.ts'
import { findFfmpeg } from '../../encoder/find-ffmpeg.ts'
import { framesOf, type BenchScene } from '../scene/bench-scene.ts'
import type { BenchRow, Ground, PreparedRow } from './row.ts'

/** The row that all others are held against. */
export const limitRow: BenchRow = {
  id: 'encode-only',
  label: 'FFmpeg, encode only (the limit)',
  kind: 'limit',
  prepare: ({ scene, folder, rawPath }) => {
    const raw = ['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-s', `${scene.width}x${scene.height}`, '-r', `${scene.fps}`, '-i', rawPath]
    return Promise.resolve(ffmpegCommand([...raw, ...draftEncoding(scene), ...bt709Tags], folder, 'encode-only'))
  },
}

/** FFmpeg's own zoom of a still picture. */
export const zoompanRows: readonly BenchRow[] = [
  {
    id: 'ffmpeg-zoompan-2x-fast',
    label: 'FFmpeg zoompan, 2x upscale, fast',
    kind: 'ffmpeg',
    prepare: (ground) => {
      const filter = `scale=2*iw:2*ih,${zoompan(ground.scene)}`
      return zoompanRow(ground, 'ffmpeg-zoompan-2x-fast', [filter, '-c:v', 'libx264', '-preset', 'fast', '-crf', `${ground.scene.crf}`])
    },
  },
  {
    id: 'ffmpeg-zoompan',
    label: 'FFmpeg zoompan, native size',
    kind: 'ffmpeg',
    prepare: (ground) => zoompanRow(ground, 'ffmpeg-zoompan', [zoompan(ground.scene), ...draftEncoding(ground.scene)]),
  },
]

async function zoompanRow({ scene, folder }: Ground, name: string, [filter = '', ...encoding]: readonly string[]): Promise<PreparedRow> {
  if (scene.scenes > 1) throw new Error('one command of zoompan makes one scene')
  return ffmpegCommand(['-i', scene.imagePath, '-vf', filter, ...encoding, '-pix_fmt', 'yuv420p'], folder, name)
}

function zoompan(scene: BenchScene): string {
  const { startScale, endScale, width, height, fps } = scene
  const frames = framesOf(scene)
  const zoom = `min(${startScale}+${endScale - startScale}*on/${frames},${endScale})`
  return `zoompan=z='${zoom}':x='iw/2-iw/zoom/2':y='ih/2-ih/zoom/2':d=${frames}:s=${width}x${height}:fps=${fps}`
}

/** What our own films of quality `draft` are encoded with: the encoder does the same work in every row that has it. */
function draftEncoding({ fps }: BenchScene): readonly string[] {
  const x264 = encoderProfiles.find(({ encoder }) => encoder === 'libx264')
  return x264 ? [...encoderArgs(x264, { quality: 'draft', fps: { num: fps, den: 1 } }), '-pix_fmt', 'yuv420p'] : []
}

function ffmpegCommand(args: readonly string[], folder: string, name: string): PreparedRow {
  const outputPath = join(folder, `${name}.mp4`)
  return { command: [findFfmpeg().ffmpeg, '-nostdin', '-hide_banner', '-y', ...args, outputPath], outputPath }
}
