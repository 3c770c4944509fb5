import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll } from 'vitest'
import { findFfmpeg } from '../../src/encoder/find-ffmpeg.ts'

/** BT.709 of limited range, and said so. */
const tags = ['-color_range', 'tv', '-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709']
const picture = ['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p', ...tags]

/** How a film is made of another one; what is left out is copied, or coded again as it was. */
export type Change = {
  /** A filter of FFmpeg for the picture, and one for the sound. */
  readonly video?: string
  readonly audio?: string
  readonly crf?: number
  /** Options of a further input, its name the last of them. */
  readonly input?: readonly string[]
  /** Further options of the output. */
  readonly options?: readonly string[]
}

let folder = ''
afterAll(() => rm(folder, { recursive: true, force: true }))

async function ffmpeg(args: readonly string[]): Promise<void> {
  await promisify(execFile)(findFfmpeg().ffmpeg, ['-v', 'error', '-y', ...args])
}

/** A place for a film that is removed when the tests of the file have ended. */
export async function filmPath(name: string): Promise<string> {
  if (folder === '') folder = await mkdtemp(join(tmpdir(), 'framefarm-test-'))
  return join(folder, name)
}

/**
 * A film of 72 frames, 24 a second: a picture with detail everywhere that moves steadily by a pixel and a half a frame, and a voice-like sound.
 * Frames 36 to 47 stand still where it is wished.
 */
export async function writeFilm(name: string, { stands = false }: { readonly stands?: boolean } = {}): Promise<string> {
  const path = await filmPath(name)
  const step = stands ? 'if(lt(n,36),n,if(lt(n,48),36,n-11))' : 'n'
  const detail = "geq=lum='128+50*sin(X/11+Y/29)+40*sin(X*Y/900)':cb='128+40*sin(X/37)':cr='128+40*cos(Y/23)'"
  await ffmpeg([
    ...['-f', 'lavfi', '-i', `color=s=640x360:r=24:d=0.04,format=yuv444p,${detail},loop=-1:1:0,trim=end_frame=72,setpts=N/24/TB`],
    ...['-f', 'lavfi', '-i', "aevalsrc='0.3*sin(2*PI*(180+90*t)*t)*(0.55+0.45*sin(7*t))|0.2*sin(2*PI*(260+70*t)*t)':s=48000:d=3"],
    ...['-vf', `crop=320:180:x='${step}*1.5':y='${step}'`, '-frames:v', '72', ...picture, '-crf', '16', '-c:a', 'aac', '-b:a', '128k', path],
  ])
  return path
}

/** A film of 36 frames, 24 a second: a photograph that moves by a pixel a frame to the left. */
export async function writePhotoFilm(name: string): Promise<string> {
  const path = await filmPath(name)
  await ffmpeg([
    ...['-loop', '1', '-framerate', '24', '-i', join(import.meta.dirname, '../../samples/photos/bridge.jpg')],
    ...['-vf', 'scale=720:-2:flags=lanczos,crop=640:360:x=n:y=40,format=yuv420p', '-frames:v', '36', ...picture, '-crf', '16', path],
  ])
  return path
}

/** Makes another film of one. */
export async function changeFilm(from: string, name: string, { video, audio, crf = 16, input = [], options = [] }: Change): Promise<string> {
  const path = await filmPath(name)
  const isCopied = video === undefined && crf === 16
  await ffmpeg([
    ...['-i', from],
    ...input,
    ...(isCopied ? ['-c:v', 'copy'] : [...(video === undefined ? [] : ['-vf', video]), ...picture, '-crf', `${crf}`]),
    ...(audio === undefined ? ['-c:a', 'copy'] : ['-af', audio, '-c:a', 'aac', '-b:a', '128k']),
    ...options,
    path,
  ])
  return path
}
