import { readFile, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { XMLParser } from 'fast-xml-parser'
import { describe, expect, it } from 'vitest'
import { validateXML } from 'xmllint-wasm'
import { approveCommand } from '../../src/regression/report/approve-command.ts'
import { junitXml } from '../../src/regression/report/junit-xml.ts'
import { reportOf } from '../../src/regression/report/report-of.ts'
import { reportSchema } from '../../src/regression/report/report-schema.ts'
import { clockText, resultWords } from '../../src/regression/report/verdict-words.ts'
import { programName } from '../../src/shared/program-name.ts'
import { writeReport } from '../../src/regression/report/write-report.ts'
import type { FrameCheck } from '../../src/regression/verdict.ts'
import { photoCheck } from '../support/photo-check.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { thrownBy } from '../support/thrown-by.ts'

const hostile = `</script><script>alert(1)</script> "quotes' & <b>\u0000\u0007\uD800 ]]> \u202E`

/** Nothing here is about the pictures. */
const small = { width: 160, height: 90 }

async function madeReport(change: (check: FrameCheck) => FrameCheck = (check) => check) {
  const folder = await tempFolder()
  const check = change(await photoCheck(join(folder, 'frames'), small))
  return { folder, check, files: await writeReport(check, folder) }
}

function withHostileTexts(check: FrameCheck): FrameCheck {
  return {
    ...check,
    film: { ...check.film, name: hostile, path: `-${hostile}.json` },
    rendererKey: hostile,
    warnings: [hostile],
    frames: check.frames.map((frame, index) => ({ ...frame, pick: { ...frame.pick, name: `${hostile}${index}` } })),
  }
}

/** Against the XSD of the fixtures; the faults in words. */
async function faultsOf(xml: string): Promise<readonly string[]> {
  const schema = await readFile(join(import.meta.dirname, '../fixtures/junit.xsd'), 'utf8')
  const { errors } = await validateXML({ xml: [{ fileName: 'junit.xml', contents: xml }], schema: [schema] })
  return errors.map(({ message }) => message)
}

describe('report.json', () => {
  it('has every frame with its verdict, as its schema says, and names files from its own folder', async () => {
    const { files, check } = await madeReport()
    const report = reportSchema.parse(JSON.parse(await readFile(files.json, 'utf8')))
    expect(report.result).toBe('different')
    expect(report.counts).toEqual({ same: 6, noise: 1, changed: 2, new: 1, broken: 1, gone: 1 })
    expect(report.frames.map(({ name }) => name)).toEqual(check.frames.map(({ pick }) => pick.name))
    const middle = report.frames.find(({ name }) => name === 'scene-01-middle')
    expect(middle).toMatchObject({ state: 'changed', findings: [{ kind: 'moved', text: 'moved by 1 px to the right' }], seconds: 4, scene: 1 })
    expect(middle?.files.baseline).toBe('frames/scene-01-middle.baseline.png')
    expect((await stat(resolve(dirname(files.json), middle?.files.difference ?? ''))).isFile()).toBe(true)
  })

  it('says what refuses a folder that cannot be written', async () => {
    const { files, check } = await madeReport()
    const error = await thrownBy(writeReport(check, join(files.json, 'below')))
    expect(error).toMatchObject({ code: 'OUTPUT_UNWRITABLE' })
  })
})

describe('junit.xml', () => {
  it('is valid, with a suite for each scene and a case for each frame', async () => {
    const { files } = await madeReport()
    const xml = await readFile(files.junit, 'utf8')
    expect(await faultsOf(xml)).toEqual([])
    const { testsuites } = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '' }).parse(xml)
    expect(testsuites).toMatchObject({ name: 'Frames of A long summer', tests: '12', failures: '3', errors: '1' })
    expect(testsuites.testsuite.map(({ name, tests }: { name: string; tests: string }) => [name, tests])).toEqual([
      ['Scene 1', '4'],
      ['Scene 2', '4'],
      ['Scene 3', '4'],
    ])
    const [first, , third] = testsuites.testsuite
    expect(first.testcase).toContainEqual(
      expect.objectContaining({
        name: 'scene-01-middle',
        failure: expect.objectContaining({ message: 'Moved by 1 px to the right.', type: 'moved' }),
      }),
    )
    expect(first.testcase[1].failure['#text']).toContain('Different pixels: 12,345 (5.4 %)')
    const kinds = third.testcase.map((one: object) => ['failure', 'error', 'skipped'].find((kind) => kind in one) ?? 'passed')
    expect(kinds).toEqual(['failure', 'passed', 'passed', 'error'])
    expect(first.testcase[2]).toMatchObject({ name: 'at-7.500s', skipped: expect.anything() })
  })

  it('stays valid XML whatever films and frames are called', async () => {
    const check = withHostileTexts(await photoCheck(await tempFolder(), small))
    const xml = junitXml(reportOf(check, '/reports', []))
    expect(await faultsOf(xml)).toEqual([])
    const { testsuites } = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '' }).parse(xml)
    expect(testsuites.name).toContain('</script><script>alert(1)</script> "quotes\' & <b>\uFFFD\uFFFD\uFFFD ]]>')
  })
})

describe('the words of a report', () => {
  it('give a command that a shell takes as it stands', () => {
    expect(approveCommand('films/summer.json', ['scene-01-first'], 'frames-report')).toBe('framefarm frames approve films/summer.json scene-01-first')
    expect(approveCommand("-it's $HOME.json", [], 'out of/frames')).toBe(
      String.raw`framefarm frames approve './-it'\''s $HOME.json' --all --report 'out of/frames'`,
    )
  })

  it('call the program as the shell finds it: by npx where it is installed in a project', () => {
    const folders = ['/work/site', '/work/site/films', '/work', '/work/other']
    expect(folders.map((folder) => programName(folder, '/work/site/node_modules/.pnpm/framefarm@1/node_modules/framefarm/dist/shared'))).toEqual([
      'npx framefarm',
      'npx framefarm',
      'framefarm',
      'framefarm',
    ])
    expect(programName('/work/site', '/usr/lib/node_modules/framefarm/dist/shared')).toBe('framefarm')
  })

  it('tell times to the thousandth, and what is to be done before what is well', async () => {
    expect([0, 1.0005, 65.25, 59.9996].map(clockText)).toEqual(['0:00.000', '0:01.001', '1:05.250', '1:00.000'])
    const check = await photoCheck(await tempFolder(), small)
    expect(resultWords(reportOf(check, '/', []))).toBe('2 frames changed, 1 frame new, 1 frame cannot be compared')
    const well = { ...check, frames: check.frames.filter(({ verdict }) => verdict.state === 'same') }
    expect(resultWords(reportOf(well, '/', []))).toBe('All 6 frames are as they were approved')
    expect(resultWords(reportOf({ ...well, isSkipped: true }, '/', []))).toBe('Nothing has changed since the baselines were approved')
  })
})
