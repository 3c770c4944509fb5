import { execFile } from 'node:child_process'
import { truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'
import { gatherSounds } from '../../src/assets/gather-sounds.ts'
import { findFfmpeg } from '../../src/encoder/find-ffmpeg.ts'
import { probeSound } from '../../src/encoder/probe-sound.ts'
import { decodeSounds } from '../../src/encoder/sound/decode-sounds.ts'
import { parseFilm } from '../../src/film/parse-film.ts'
import { strictPolicy, trustingPolicy } from '../../src/storage/fetch/asset-policy.ts'
import { noSignal } from '../support/capture.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { thrownBy } from '../support/thrown-by.ts'

const tools = findFfmpeg()
const run = promisify(execFile)
const name = 'https://host/voice/01.mp3'

const secrets = new Map<string, Buffer>()

beforeAll(async () => {
  for (const [fileName, format] of [
    ['secret.wav', ['-f', 'wav']],
    ['secret.ts', ['-c:a', 'aac', '-f', 'mpegts']],
  ] as const) {
    const args = ['-v', 'error', '-f', 'lavfi', '-i', 'sine=duration=2', ...format, '-']
    secrets.set(fileName, (await run(tools.ffmpeg, args, { encoding: 'buffer' })).stdout)
  }
})

/** A folder with a sound that is nobody's business, and a file that leads to it. */
async function folderWithTrap(trap: string): Promise<string> {
  const folder = await tempFolder()
  await Promise.all([...secrets].map(([fileName, bytes]) => writeFile(join(folder, fileName), bytes)))
  await Promise.all(['trap.mp3', 'trap.m3u8'].map((fileName) => writeFile(join(folder, fileName), trap)))
  return folder
}

const traps: [kind: string, trap: string][] = [
  ['an HLS playlist', '#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:2,\nsecret.ts\n#EXT-X-ENDLIST\n'],
  ['a list for the concat demuxer', "ffconcat version 1.0\nfile 'secret.wav'\n"],
]

describe('a sound that is a list of other files', () => {
  it.each(traps)('is a trap that FFmpeg walks into by itself: %s', async (_kind, trap) => {
    const folder = await folderWithTrap(trap)
    // Newer builds take a playlist for one by its name alone.
    const path = join(folder, trap.startsWith('#EXTM3U') ? 'trap.m3u8' : 'trap.mp3')
    const args = ['-v', 'error', '-show_entries', 'stream=codec_type', '-of', 'csv=p=0', path]
    const { stdout } = await run(tools.ffprobe, args)
    expect(stdout).toContain('audio')
  })

  it.each([
    ...traps,
    [
      'a DASH manifest',
      '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" profiles="urn:mpeg:dash:profile:isoff-on-demand:2011"/>',
    ],
    ['a session description', 'v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 5004 RTP/AVP 0\n'],
    ['metadata alone', ';FFMETADATA1\ntitle=secret\n'],
  ])('is refused when it is looked into: %s', async (_kind, trap) => {
    const folder = await folderWithTrap(trap)
    for (const fileName of ['trap.mp3', 'trap.m3u8']) {
      const error = await thrownBy(probeSound(tools, join(folder, fileName), name, noSignal))
      expect(error.message).toContain(`${name} is not a sound file that FFmpeg can read: `)
      expect(error.message).not.toContain('secret')
    }
  })

  it.each(traps)('is refused when it is decoded, though somebody had looked into it: %s', async (_kind, trap) => {
    const folder = await folderWithTrap(trap)
    const sound = { file: { path: join(folder, 'trap.m3u8'), name, durationS: 2, channels: 1 }, neededS: null }
    await expect(decodeSounds(tools, [sound], { folder, sampleRate: 48_000, signal: noSignal })).rejects.toMatchObject({ code: 'FFMPEG_FAILED' })
  })

  it('has nothing of what is in it in a message', async () => {
    const folder = await folderWithTrap("ffconcat version 1.0\nsecret 'root:x:0:0'\n")
    const error = await thrownBy(probeSound(tools, join(folder, 'trap.mp3'), name, noSignal))
    expect(error.message).not.toMatch(/secret|root/)
  })
})

type Header = { readonly sampleRate: number; readonly channels: number; readonly bytes: number }

/** The header of a WAV with samples of 8 bits. */
function wavHeader({ sampleRate, channels, bytes }: Header): Buffer {
  const header = Buffer.alloc(44)
  header.write('RIFF', 0)
  header.writeUInt32LE(bytes + 36, 4)
  header.write('WAVEfmt ', 8)
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(channels, 22)
  header.writeUInt32LE(sampleRate, 24)
  header.writeUInt32LE((sampleRate * channels) % 2 ** 32, 28)
  header.writeUInt16LE(channels, 32)
  header.writeUInt16LE(8, 34)
  header.write('data', 36)
  header.writeUInt32LE(bytes, 40)
  return header
}

describe('a sound that is more than it looks', () => {
  it.each([
    ['of others', strictPolicy, 4],
    ['from the command line', trustingPolicy, 24],
  ])('is refused: 1000 hours in a file that takes no space (%s)', async (_whose, policy, hours) => {
    const folder = await tempFolder()
    const path = join(folder, 'long.wav')
    const bytes = 1000 * 3600 * 1000
    await writeFile(path, wavHeader({ sampleRate: 1000, channels: 1, bytes }))
    await truncate(path, bytes + 44)
    const film = parseFilm({ version: 1, music: { source: 'long.wav' }, scenes: [{ image: 'a.jpg', duration: 1 }] }, folder)
    const probe = (file: string, called: string) => probeSound(tools, file, called, noSignal)
    const gathered = await gatherSounds(film, { folder, policy: { ...policy, files: 'all' }, signal: noSignal, probeSound: probe })
    expect(gathered).toEqual({
      faults: [{ pointer: '/music/source', message: `long.wav lasts 1000 hours; a sound may last up to ${hours} hours` }],
    })
  })

  it.each([
    [{ sampleRate: 48_000, channels: 65 }, /has 65 channels; a sound may have up to 64/],
    [{ sampleRate: 10_000_000, channels: 1 }, /has 10000000 samples a second; a sound may have up to 768000/],
  ])('is refused: %o', async (facts, message) => {
    const path = join(await tempFolder(), 'voice.wav')
    const bytes = facts.channels * 1000
    await writeFile(path, Buffer.concat([wavHeader({ ...facts, bytes }), Buffer.alloc(bytes)]))
    expect((await thrownBy(probeSound(tools, path, name, noSignal))).message).toMatch(message)
  })
})
