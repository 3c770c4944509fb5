import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readCaptions } from '../../src/assets/read-captions.ts'
import type { Cue } from '../../src/film/captions.ts'
import { tempFolder } from '../support/temp-folder.ts'

async function read(name: string, content: string | Buffer): ReturnType<typeof readCaptions> {
  const path = join(await tempFolder(), 'file')
  await writeFile(path, content)
  return readCaptions(path, name, 'en')
}

async function cuesOf(name: string, content: string | Buffer): Promise<readonly Cue[]> {
  const result = await read(name, content)
  if ('mistakes' in result) throw new Error(result.mistakes.join('; '))
  return result.cues
}

async function mistakesOf(name: string, content: string | Buffer): Promise<readonly string[]> {
  const result = await read(name, content)
  return 'mistakes' in result ? result.mistakes : []
}

function textOf({ words }: Cue): string {
  return words.map(({ text, after }) => text + after).join('')
}

const srt = '1\n00:00:01,000 --> 00:00:02,500\nHello you\nand you\n\n2\n00:01:03,250 --> 01:00:04,000\nBye\n'

describe('an SRT file', () => {
  it('gives its times, its lines and their breaks', async () => {
    const cues = await cuesOf('a.srt', srt)
    expect(cues.map((cue) => [cue.startS, cue.endS, textOf(cue)])).toEqual([
      [1, 2.5, 'Hello you\nand you'],
      [63.25, 3604, 'Bye'],
    ])
  })

  it.each<[string, string | Buffer]>([
    ['with a byte order mark and the line ends of Windows', `\uFEFF${srt.replaceAll('\n', '\r\n')}`],
    ['with decimal points', srt.replaceAll(/(\d\d),(\d{3})/g, '$1.$2')],
    ['with coordinates', srt.replaceAll(/( --> .*)/g, '$1  X1:100 X2:200 Y1:10 Y2:20')],
    ['without numbers', srt.replaceAll(/^\d\n/gm, '')],
    ['with spaces in its empty lines', srt.replaceAll('\n\n', '\n \t\n')],
    ['without a last line end', srt.trimEnd()],
    ['with tags', srt.replace('Hello', String.raw`{\an8}<i>Hel</i><font color="#ff0000">lo</font>`)],
  ])('is read %s as well', async (_what, content) => {
    expect(await cuesOf('a.srt', content)).toEqual(await cuesOf('a.srt', srt))
  })

  it('keeps what only looks like markup', async () => {
    const [cue] = await cuesOf('a.srt', '1\n00:00:01,000 --> 00:00:02,500\nA & B &amp; 1 < 2 > 0 <3\n')
    expect(cue && textOf(cue)).toBe('A & B &amp; 1 < 2 > 0 <3')
  })

  it.each<[string, string, readonly string[]]>([
    ['a letter in a time', srt.replace('01:03', '0x:03'), ['a.srt, line 7, column 5: Must be exactly two digits']],
    [
      'a time without milliseconds',
      srt.replace('02,500', '02'),
      ['a.srt, line 2, column 26: here should be a comma and three digits, such as 00:00:01,000'],
    ],
    ['an end before its start', srt.replace('02,500', '00,500'), ['a.srt, line 2, column 30: End timestamp is not greater than start timestamp']],
    ['a broken arrow', srt.replace('-->', '->'), ['a.srt, line 2, column 1: here should be times, such as 00:00:01,000 --> 00:00:02,500']],
    [
      'text after a blank line',
      srt.replace('\nand', '\n\nand'),
      ['a.srt, line 5, column 1: belongs to no caption: a blank line ends one, and the next begins with its number and its times'],
    ],
    ['no blank line between two captions', srt.replace('\n\n2\n', '\n'), ['a.srt, line 5, column 1: Blank line missing before cue']],
    [
      'two mistakes',
      srt.replace('02,500', '02').replace('01:03', '0x:03'),
      [
        'a.srt, line 2, column 26: here should be a comma and three digits, such as 00:00:01,000',
        'a.srt, line 7, column 5: Must be exactly two digits',
      ],
    ],
  ])('with %s is refused with line and column', async (_what, content, mistakes) => {
    expect(await mistakesOf('a.srt', content)).toEqual(mistakes)
  })

  it.each<[string, string | Buffer, string]>([
    ['empty', '', 'a.srt is empty'],
    ['of white space', '\uFEFF \r\n\n', 'a.srt is empty'],
    ['without a single text', '1\n00:00:01,000 --> 00:00:02,500\n\n', 'a.srt has no captions in it'],
    [
      'in Latin-1',
      Buffer.from('1\n00:00:01,000 --> 00:00:02,500\nGr\xFC\xDFe\n', 'latin1'),
      'a.srt is not UTF-8 at line 3, column 3: save it as UTF-8',
    ],
    ['in UTF-16', Buffer.from(`\uFEFF${srt}`, 'utf16le'), 'a.srt is UTF-16: save it as UTF-8'],
  ])('that is %s is refused', async (_what, content, mistake) => {
    expect(await mistakesOf('a.srt', content)).toEqual([mistake])
  })

  it('that is something else does not fill the screen with its mistakes', async () => {
    const mistakes = await mistakesOf('a.srt', 'neither\nthis\n\n'.repeat(100))
    expect(mistakes).toHaveLength(21)
    expect(mistakes.at(-1)).toBe('a.srt has 80 more mistakes')
  })
})

describe('a WebVTT file', () => {
  const vtt = 'WEBVTT - a film\nKind: captions\n\nNOTE by nobody\n\nREGION\nid:a\n\nintro\n00:01.000 --> 00:04.000 align:start\n'

  it('gives its times and its text without markup', async () => {
    const [cue] = await cuesOf('a.vtt', `${vtt}<v Ann>Hi <b>you</b> &amp; me &lt;3\n- <c.loud>yes</c>\n`)
    expect(cue).toMatchObject({ startS: 1, endS: 4 })
    expect(cue && textOf(cue)).toBe('Hi you & me <3\n- yes')
  })

  it('gives times of words', async () => {
    const [cue] = await cuesOf('a.vtt', `${vtt}Hi <00:01.500>there my <00:02.000><c>be</c><00:02.250>loved\n`)
    expect(cue?.words.map(({ text, after, startS }) => [text, after, startS])).toEqual([
      ['Hi', ' ', null],
      ['there', ' ', 1.5],
      ['my', ' ', null],
      ['be', '', 2],
      ['loved', '', 2.25],
    ])
  })

  it('is known by its first line, whatever its name', async () => {
    expect(await cuesOf('captions', `${vtt}Hi\n`)).toHaveLength(1)
  })

  it.each<[string, string, string]>([
    ['its first line', '1\n00:01.000 --> 00:02.000\nHi\n', 'a.vtt, line 1, column 1: No valid signature. (File needs to start with "WEBVTT".)'],
    ['a decimal point', vtt.replace('04.000', '04,000'), 'a.vtt, line 10, column 20: here should be a point and three digits, such as 00:00:01.000'],
  ])('that lacks %s is refused with line and column', async (_what, content, mistake) => {
    expect(await mistakesOf('a.vtt', content)).toContain(mistake)
  })
})
