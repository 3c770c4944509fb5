import { chmod, mkdir, readFile, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { whyNoVmaf } from '../../../src/encoder/comparison/why-no-vmaf.ts'
import { findFfmpeg } from '../../../src/encoder/find-ffmpeg.ts'
import { checkEncodedFilm } from '../../../src/regression/film/check-encoded-film.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { changeFilm, filmPath, writeFilm } from '../../support/test-films.ts'
import { thrownBy } from '../../support/thrown-by.ts'

let baseline: string
beforeAll(async () => {
  baseline = await writeFilm('baseline.mp4')
})

async function check(actual: string, signal = new AbortController().signal) {
  return checkEncodedFilm({ baseline, actual }, signal)
}

test('a file that is missing, empty, a folder, or no film is refused in words', async () => {
  const folder = await tempFolder()
  const file = async (name: string, text: string) => {
    await writeFile(join(folder, name), text)
    return join(folder, name)
  }
  const expected: readonly (readonly [string, RegExp])[] = [
    [join(folder, 'none.mp4'), /none\.mp4 cannot be read: there is no such file$/],
    [folder, /is not a file$/],
    [await file('empty.mp4', ''), /empty\.mp4 is empty: the file has no bytes$/],
    [await file('text.mp4', 'This is no film, but a letter.\n'.repeat(50)), /text\.mp4 is not a video file that FFmpeg can read/],
    [await file('list.m3u8', '#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:3,\n/etc/passwd\n'), /list\.m3u8 is not a video file that FFmpeg can read/],
    [await file('concat.ffconcat', `ffconcat version 1.0\nfile '${baseline}'\n`), /is not a video file that FFmpeg can read/],
    [await changeFilm(baseline, 'sound-alone.m4a', { options: ['-vn'] }), /sound-alone\.m4a has no picture in it$/],
  ]
  for (const [path, message] of expected) {
    const error = await thrownBy(check(path))
    expect(error).toMatchObject({ code: 'VIDEO_INVALID', message: expect.stringMatching(message) })
  }
})

test('an MP4 that was cut off before its index is said to be truncated', async () => {
  const cut = await changeFilm(baseline, 'cut.mp4', {})
  await truncate(cut, 20_000)
  expect(await thrownBy(check(cut))).toMatchObject({
    code: 'VIDEO_INVALID',
    message: expect.stringMatching(/its index is missing \(is it truncated\?\)$/),
  })
})

test('a file whose index is whole and whose frames are cut off is damaged, and what is left is compared', async () => {
  const cut = await changeFilm(baseline, 'cut-late.mp4', { options: ['-movflags', '+faststart'] })
  await truncate(cut, Math.floor((await readFile(cut)).length * 0.6))
  const { verdict, findings, frames } = await check(cut)
  expect(verdict).toBe('changed')
  expect(findings.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['damaged', 'missing']))
  expect(findings[0]?.text).toMatch(/^the film's file is damaged: it says that it has 72 frames, and \d+ can be decoded$/)
  expect(frames.length).toBeGreaterThan(10)
})

test('names that mean something to FFmpeg are only names', async () => {
  const folder = await tempFolder()
  const names = ['-i.mp4', "it's [0:v];null 100%d,:=.mp4", 'concat:a|b.mp4', 'line\nbreak "quoted" $HOME.mp4']
  for (const name of names) {
    await symlink(baseline, join(folder, name))
    expect(await check(join(folder, name))).toMatchObject({ verdict: 'same', findings: [] })
  }
})

test('what is written on the way lies in a folder of any name, and is gone afterwards', async () => {
  const folder = join(await tempFolder(), "it's [a];b,c:d")
  await mkdir(folder)
  const before = process.env['TMPDIR']
  process.env['TMPDIR'] = folder
  try {
    expect((await check(baseline)).verdict).toBe('same')
  } finally {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
  }
})

test('a check that is cancelled ends as cancelled', async () => {
  const stopping = new AbortController()
  const checked = thrownBy(check(await filmPath('baseline.mp4'), stopping.signal))
  setTimeout(() => stopping.abort(), 150)
  expect((await checked).code).toBe('CANCELLED')
})

test('an FFmpeg whose libvmaf has lost its model measures no VMAF, and says why', async () => {
  const tools = findFfmpeg()
  const ffmpeg = join(await tempFolder(), 'ffmpeg')
  const script = [
    '#!/bin/sh',
    'case "$*" in',
    '  *-filters*) echo " ... libvmaf           VV->V      Calculate the VMAF between two video streams." ;;',
    '  *libvmaf*) echo "Caught VmafException: Error loading model (.pkl): Trouble reading the file" >&2; exit 1 ;;',
    'esac',
  ]
  await writeFile(ffmpeg, `${script.join('\n')}\n`)
  await chmod(ffmpeg, 0o755)
  const signal = new AbortController().signal
  expect(await whyNoVmaf({ ...tools, ffmpeg }, signal)).toBe('libvmaf of this FFmpeg does not work: it does not find its model')
  expect(await whyNoVmaf(tools, signal)).toBeOneOf([null, 'this FFmpeg was built without libvmaf'])
})
