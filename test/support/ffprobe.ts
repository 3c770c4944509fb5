import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { findFfmpeg } from '../../src/encoder/find-ffmpeg.ts'

type Stream = Readonly<Record<string, string | number>> & { readonly tags?: Readonly<Record<string, string>> }

/** All that ffprobe says of a file's streams and container. */
export async function ffprobe(path: string): Promise<{ video: Stream | undefined; audio: Stream | undefined; format: Stream }> {
  const { stdout } = await promisify(execFile)(findFfmpeg().ffprobe, ['-v', 'error', '-show_streams', '-show_format', '-of', 'json', path])
  const { streams, format } = JSON.parse(stdout) as { streams: readonly Stream[]; format: Stream }
  const kind = (name: string) => streams.find((stream) => stream['codec_type'] === name)
  return { video: kind('video'), audio: kind('audio'), format }
}

/** Hash of every decoded frame, in order. */
export function frameHashes(path: string): Promise<readonly string[]> {
  return hashesOf(path, [])
}

/** Hash of every decoded frame, and after them of every packet of the coded sound. */
export async function filmHashes(path: string): Promise<readonly string[]> {
  return [...(await hashesOf(path, [])), ...(await hashesOf(path, ['-c', 'copy'], '0:a'))]
}

/** Hash of every frame as it is coded, in order: of long films that are the same bit by bit, and without decoding them. */
export function codedFrameHashes(path: string): Promise<readonly string[]> {
  return hashesOf(path, ['-c', 'copy'])
}

async function hashesOf(path: string, how: readonly string[], stream = '0:v'): Promise<readonly string[]> {
  const args = ['-v', 'error', '-i', path, '-map', stream, ...how, '-f', 'framemd5', '-']
  const { stdout } = await promisify(execFile)(findFfmpeg().ffmpeg, args, { maxBuffer: 1e8 })
  return stdout
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(',').at(-1)?.trim() ?? '')
}

/** Decoded sound as mono floats at 48 kHz. */
export async function decodeSound(path: string): Promise<Float32Array> {
  const args = ['-v', 'error', '-i', path, '-map', '0:a', '-ac', '1', '-ar', '48000', '-f', 'f32le', '-']
  const { stdout } = await promisify(execFile)(findFfmpeg().ffmpeg, args, { encoding: 'buffer', maxBuffer: 1e9 })
  return new Float32Array(stdout.buffer, stdout.byteOffset, stdout.length / 4)
}
