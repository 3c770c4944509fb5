import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { gatherSounds } from '../../src/assets/gather-sounds.ts'
import { findFfmpeg } from '../../src/encoder/find-ffmpeg.ts'
import { joinChunks } from '../../src/encoder/join-chunks.ts'
import { mixSound } from '../../src/encoder/mix-sound.ts'
import { probeSound } from '../../src/encoder/probe-sound.ts'
import { parseFilm } from '../../src/film/parse-film.ts'
import { planSoundAlone } from '../../src/plan/plan-sound-alone.ts'
import { sceneRanges } from '../../src/plan/timeline.ts'
import { trustingPolicy } from '../../src/storage/fetch/asset-policy.ts'
import { noSignal } from '../support/capture.ts'
import { clickAt, writeWave } from '../support/waves.ts'
import { tempFolder } from '../support/temp-folder.ts'

const tools = findFfmpeg()
const run = promisify(execFile)
const rate = 48_000
const fps = { num: 30_000, den: 1001 }
const scenes = 75
const sceneS = 8.01

/** A chunk of ten minutes of black, with one white frame. */
async function writePicture(path: string, frames: number, white: number): Promise<void> {
  const source = `color=black:s=16x16:r=${fps.num}/${fps.den},drawbox=t=fill:color=white:enable='eq(n,${white})'`
  const coding = ['-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '0', '-pix_fmt', 'yuv420p', '-video_track_timescale', '90000']
  await run(tools.ffmpeg, ['-v', 'error', '-f', 'lavfi', '-i', source, '-frames:v', `${frames}`, ...coding, path])
}

/** When a player shows the first bright frame after another. */
async function brightFrameS(path: string, afterFrame: number): Promise<number> {
  const filter = `select='gte(n,${afterFrame})',format=gray,scale=1:1`
  const args = ['-v', 'error', '-i', path, '-vf', filter, '-vsync', 'passthrough', '-f', 'rawvideo', '-']
  const { stdout } = await run(tools.ffmpeg, args, { encoding: 'buffer' })
  const frame = afterFrame + stdout.findIndex((value) => value > 128)
  const stamps = await run(tools.ffprobe, ['-v', 'error', '-select_streams', 'v', '-show_entries', 'packet=pts_time', '-of', 'csv=p=0', path], {
    maxBuffer: 1e8,
  })
  return Number.parseFloat(stamps.stdout.split('\n')[frame] ?? '')
}

/** When a player plays the middle of the loudest click after a time. */
async function loudestS(path: string, afterS: number): Promise<number> {
  const first = Math.round(afterS * rate)
  const args = ['-v', 'error', '-i', path, '-map', '0:a', '-af', `atrim=start_sample=${first}`, '-f', 'f32le', '-']
  const { stdout } = await run(tools.ffmpeg, args, { encoding: 'buffer', maxBuffer: 1e8 })
  const samples = new Float32Array(stdout.buffer.slice(stdout.byteOffset, stdout.byteOffset + stdout.length)).map(Math.abs)
  return (first + samples.indexOf(samples.reduce((largest, sample) => Math.max(largest, sample), 0))) / rate
}

describe('picture and sound', () => {
  it('are together to less than a millisecond at the end of a ten-minute film: nothing drifts at 29.97 frames a second', async () => {
    const folder = await tempFolder()
    await writeWave(join(folder, 'voice.wav'), { sampleRate: 44_100, seconds: 0.5, waves: [clickAt(0, 8, 44_100)] })
    const scene = { image: 'none.jpg', duration: sceneS, voiceover: { source: 'voice.wav' } }
    const output = { fps: `${fps.num}/${fps.den}` }
    const film = parseFilm({ version: 1, output, sound: { channels: 'mono' }, scenes: Array.from({ length: scenes }, () => scene) }, folder)
    const probe = (path: string, name: string) => probeSound(tools, path, name, noSignal)
    const gathered = await gatherSounds(film, { folder, policy: trustingPolicy, signal: noSignal, probeSound: probe })
    if ('faults' in gathered) throw new Error('the voice can be used')
    const { sound, durationS } = planSoundAlone(film, gathered.assets)
    const last = sceneRanges(
      Array.from({ length: scenes }, () => sceneS),
      fps,
    ).at(-1)
    if (!sound || !last) throw new Error('there is a voice in every scene')
    expect(durationS).toBeGreaterThan(600)

    const picture = join(folder, 'picture.mp4')
    const [mixed] = await Promise.all([mixSound(tools, sound, { codec: 'aac', folder }, noSignal), writePicture(picture, last.to, last.from)])
    const path = join(folder, 'film.mp4')
    const labels = { path: join(folder, 'labels.txt'), labels: { tags: {}, language: null, chapters: [] } }
    const pieces = { chunkPaths: [picture], listPath: join(folder, 'list.txt'), soundPath: mixed.path, labels }
    await joinChunks(tools, { ...pieces, fps, container: 'mp4', codec: 'h264', outputPath: path }, noSignal)

    const shownS = await brightFrameS(path, last.from - 30)
    const heardS = await loudestS(path, shownS - 1)
    expect(shownS).toBeCloseTo((last.from * fps.den) / fps.num, 4)
    expect(Math.abs(heardS - shownS)).toBeLessThan(0.001)
  })
})
