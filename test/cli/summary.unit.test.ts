import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { draftChoice } from '../../src/farm/draft-scene.ts'
import { soundSummaryOf, summaryOf } from '../../src/cli/summary.ts'

const report: Parameters<typeof summaryOf>[0] = {
  output: join(process.cwd(), 'out', 'film.mp4'),
  files: [
    { kind: 'poster', path: join(process.cwd(), 'out', 'film.poster.jpg') },
    ...[1, 2, 3, 4].map((number) => ({ kind: 'thumbnail' as const, path: join(process.cwd(), 'out', `film.thumbnail-${number}.jpg`) })),
  ],
  frames: 3600,
  durationS: 120,
  scenes: [{ scene: 0, fromS: 0, toS: 120 }],
  sound: {
    mixed: { integratedLufs: -22.36, truePeakDb: -4.97 },
    delivered: { integratedLufs: -14.04, truePeakDb: -1.31 },
    targetLufs: -14,
    isPart: false,
    gainDb: 9.34,
    limitedDb: 5.42,
  },
  stages: [
    { stage: 'preparing', seconds: 1.04 },
    { stage: 'rendering', seconds: 200.06 },
  ],
  seconds: 201.1,
  framesPerSecond: 17.96,
  framePathSeconds: 199.2,
  chunks: { total: 15, reused: 0 },
  slots: 2,
  methods: [
    { scene: 0, method: 'layers', reason: 'it only moves' },
    { scene: 1, method: 'layers', reason: 'it only moves' },
    { scene: 2, method: 'screenshot', reason: 'it draws by script' },
    { scene: 3, method: 'layers', reason: 'it only moves' },
  ],
  capture: { name: 'begin-frame', fallbackReason: null },
  encoder: { name: 'libx264', reason: 'the first choice, and it works' },
  versions: { chromium: '140.0', ffmpeg: '5.1', vips: '8.17' },
}

function never(): never {
  throw new Error('the report has a sound')
}

/** Text by the name of its row. */
function rowsOf(changes: Partial<typeof report> = {}, contactSheet: string | null = null): ReadonlyMap<string, string> {
  const lines = summaryOf({ ...report, ...changes }, contactSheet).split('\n')
  return new Map(
    lines.flatMap((line) => {
      const [, name, text] = /^ {2}(\S+(?: \S+)*) {2,}(.+)$/.exec(line) ?? []
      return name === undefined || text === undefined ? [] : [[name, text]]
    }),
  )
}

describe('summaryOf', () => {
  it('says what there is now, where, and how long each stage took', () => {
    const rows = rowsOf()
    expect(rows.get('film')).toBe(`${join('out', 'film.mp4')}  3600 frames, 2:00`)
    expect(rows.get('time')).toBe('201.1 s: preparing 1.0 s, rendering 200.1 s')
    expect(rows.get('speed')).toBe('18.0 frames/s')
    expect(rows.get('browser')).toBe('begin-frame, 2 Chromium processes')
    expect(rows.get('encoder')).toBe('libx264 (the first choice, and it works)')
  })

  it('says which method each scene took, and why', () => {
    const rows = summaryOf(report, null)
      .split('\n')
      .filter((line) => line.includes('method'))
    expect(rows.map((row) => row.trim().split(/ {2,}/)[1])).toEqual([
      'layers for scenes 1-2, 4: it only moves',
      'screenshot for scene 3: it draws by script',
    ])
  })

  it('names the contact sheet only where one was made', () => {
    expect(rowsOf().has('contact sheet')).toBe(false)
    expect(rowsOf({}, join(process.cwd(), 'out', 'sheet.png')).get('contact sheet')).toBe(join('out', 'sheet.png'))
  })

  it('names the files beside the film, many of a kind by the first and the last', () => {
    expect(rowsOf().get('poster')).toBe(join('out', 'film.poster.jpg'))
    expect(rowsOf().get('thumbnail')).toBe(`${join('out', 'film.thumbnail-1.jpg')} to ${join('out', 'film.thumbnail-4.jpg')}`)
  })

  it('says how many chunks were ready from before', () => {
    expect(rowsOf({ chunks: { total: 15, reused: 14 } }).get('speed')).toBe('18.0 frames/s (14 of 15 chunks were ready from before)')
  })

  it('gives no speed where nothing was drawn', () => {
    const speed = rowsOf({ chunks: { total: 15, reused: 15 }, framesPerSecond: 0 }).get('speed')
    expect(speed).toContain('every chunk was ready')
    expect(speed).not.toContain('frames/s')
  })

  it('says why Chromium was not driven by begin-frame', () => {
    const capture = { name: 'screenshot', fallbackReason: 'this build has no HeadlessExperimental' }
    expect(rowsOf({ capture }).get('browser')).toContain('; not by begin-frame: this build has no HeadlessExperimental')
    const methods = [{ scene: 0, method: 'stream' as const, reason: '--method stream' }]
    expect(rowsOf({ capture: null, methods }).get('browser')).toBe('tab capture, 2 Chromium processes')
  })

  it('names no browser where FFmpeg drew every frame, and marks the draft', () => {
    const rows = rowsOf({ methods: [{ scene: 0, ...draftChoice('zoompan') }] })
    expect(rows.get('browser')).toMatch(/^none/)
    expect(rows.get('method')).toMatch(/^zoompan for scene 1: draft quality/)
  })

  it('speaks of one Chromium process in the singular', () => {
    expect(rowsOf({ slots: 1 }).get('browser')).toBe('begin-frame, 1 Chromium process')
  })

  it('says how loud the film is, was mixed, and what was done in between', () => {
    expect(rowsOf().get('sound')).toBe(
      '-14.0 LUFS, true peak -1.3 dBTP (mixed at -22.4 LUFS, -5.0 dBTP; 9.3 dB louder, peaks limited by up to 5.4 dB)',
    )
    const silence = { integratedLufs: null, truePeakDb: null }
    const untouched = { targetLufs: -14, isPart: false, gainDb: 0, limitedDb: 0 }
    expect(rowsOf({ sound: { mixed: silence, delivered: silence, ...untouched } }).get('sound')).toBe('silence')
    const faint = { integratedLufs: null, truePeakDb: -80 }
    expect(rowsOf({ sound: { mixed: faint, delivered: faint, ...untouched } }).get('sound')).toContain('too quiet or short to measure')
    expect(rowsOf({ sound: null }).has('sound')).toBe(false)
  })

  it('says where a loudness was out of reach', () => {
    const sound = { ...(report.sound ?? never()), targetLufs: -8 }
    expect(rowsOf({ sound }).get('sound')).toMatch(/; -8 LUFS was out of reach$/)
  })

  it('says of a part of a film that it is as loud as in the whole', () => {
    const sound = { ...(report.sound ?? never()), targetLufs: -16, isPart: true }
    expect(rowsOf({ sound }).get('sound')).toMatch(/; as loud as in the whole film, which is at -16 LUFS$/)
  })

  it('says of a sound alone what file there is, how long it is and how loud', () => {
    const sound = report.sound ?? never()
    const text = soundSummaryOf({ output: join(process.cwd(), 'out', 'film.m4a'), durationS: 75, seconds: 2.04, sound })
    expect(text).toContain(`file   ${join('out', 'film.m4a')}  1:15`)
    expect(text).toContain('sound  -14.0 LUFS')
  })

  it('begins all rows at one column', () => {
    const columns = summaryOf(report, '/out/sheet.png')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => /^ {2}\S+(?: \S+)* {2,}/.exec(line)?.[0].length)
    expect(new Set(columns).size).toBe(1)
  })
})
