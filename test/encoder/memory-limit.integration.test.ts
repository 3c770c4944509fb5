import { readFileSync } from 'node:fs'
import { chmod, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { findFfmpeg } from '../../src/encoder/find-ffmpeg.ts'
import { probeSound } from '../../src/encoder/probe-sound.ts'
import { runFfmpeg } from '../../src/encoder/run-ffmpeg.ts'
import { runFfprobe } from '../../src/encoder/run-ffprobe.ts'
import { decodeSounds } from '../../src/encoder/sound/decode-sounds.ts'
import { noSignal } from '../support/capture.ts'
import { childrenNamed } from '../support/children-named.ts'
import { indexBomb } from '../support/index-bomb.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { thrownBy } from '../support/thrown-by.ts'

const tools = findFfmpeg()
const mb = 1024 ** 2

/** 1500 MB of lists, were there no limit. */
async function bombFile(): Promise<string> {
  const path = join(await tempFolder(), 'voice.mp4')
  const bytes = indexBomb({ tracks: 20, samples: 3_200_000 })
  expect(bytes.length).toBeLessThan(10_000)
  await writeFile(path, bytes)
  return path
}

/** The most memory that FFmpeg was seen to have, in bytes. */
async function peakOf(work: () => Promise<unknown>): Promise<number> {
  let most = 0
  const look = setInterval(() => {
    for (const pid of childrenNamed(/ffprobe|ffmpeg/)) most = Math.max(most, residentPeak(pid))
  }, 20)
  await work().catch(() => undefined)
  clearInterval(look)
  return most
}

function residentPeak(pid: number): number {
  try {
    return Number(/^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024
  } catch {
    return 0 // it has ended
  }
}

const probing = (path: string, maxMemoryBytes: number) => () => runFfprobe(tools, ['-show_format', path], noSignal, { maxMemoryBytes })
const decoding = (path: string, maxMemoryBytes: number) => () =>
  runFfmpeg(
    tools,
    { what: 'decoding', inputs: [{ from: path, options: [] }], outputOptions: ['-f', 'null'], outputPath: `${path}.null`, maxMemoryBytes },
    { signal: noSignal },
  )

it.each([
  ['ffprobe', probing],
  ['FFmpeg', decoding],
] as const)('%s has no more memory than it may have, whatever a file of some kilobytes asks for', async (_program, run) => {
  const path = await bombFile()
  // As much as it is given it takes.
  expect(await peakOf(run(path, 400 * mb))).toBeGreaterThan(250 * mb)
  const peak = await peakOf(run(path, 120 * mb))
  expect(peak).toBeGreaterThan(50 * mb)
  expect(peak).toBeLessThan(200 * mb)
})

it('every sound of a film is looked into and decoded with a limit', async () => {
  const folder = await tempFolder()
  const limits = join(folder, 'limits')
  const spied = async (name: 'ffmpeg' | 'ffprobe') => {
    const path = join(folder, name)
    await writeFile(path, `#!/bin/sh\nulimit -d >>'${limits}'\nexec '${tools[name]}' "$@"\n`)
    await chmod(path, 0o755)
    return path
  }
  const spies = { ffmpeg: await spied('ffmpeg'), ffprobe: await spied('ffprobe') }
  const path = join(folder, 'voice.mp4')
  await writeFile(path, indexBomb({ tracks: 1, samples: 10 }))
  await probeSound(spies, path, 'voice.mp4', noSignal).catch(() => undefined)
  const sound = { file: { path, name: 'voice.mp4', durationS: 1, channels: 2 }, neededS: 1 }
  await thrownBy(decodeSounds(spies, [sound], { folder, sampleRate: 48_000, signal: noSignal }))
  const megabytes = (await readFile(limits, 'utf8'))
    .trim()
    .split('\n')
    .map((kilobytes) => Number(kilobytes) / 1024)
  expect(megabytes).toEqual([512, 1536])
})
