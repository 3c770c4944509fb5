import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { errorCodes, exitCodes, type ErrorCode } from '../../src/shared/error-codes.ts'
import { exitCodeOf, FramefarmError, hasSystemCode, isMissingFile, messageOf } from '../../src/shared/errors.ts'

const codes = Object.keys(errorCodes) as ErrorCode[]

describe('FramefarmError', () => {
  it('takes hint and retryable from the table where nothing else is said', () => {
    expect(new FramefarmError('CHROMIUM_STUCK', 'stuck')).toMatchObject({
      hint: errorCodes.CHROMIUM_STUCK.remedy,
      retryable: true,
      detail: undefined,
      exitCode: exitCodes.render,
    })
  })

  it('lets one error say otherwise, also with an empty or false value', () => {
    expect(new FramefarmError('CHROMIUM_STUCK', 'stuck', { hint: '', retryable: false, detail: 'x' })).toMatchObject({
      hint: '',
      retryable: false,
      detail: 'x',
    })
  })

  it('has no cause unless one is given', () => {
    expect('cause' in new FramefarmError('USAGE', 'wrong')).toBe(false)
    expect(new FramefarmError('USAGE', 'wrong', { cause: 'why' }).cause).toBe('why')
  })
})

describe('exitCodeOf', () => {
  it.each([
    ['USAGE', 2],
    ['FILM_INVALID', 3],
    ['ASSET_INVALID', 4],
    ['TOOL_MISSING', 5],
    ['FFMPEG_FAILED', 6],
    ['DISK_FULL', 7],
    ['CANCELLED', 130],
  ] as const)('of %s is %i, as the documentation promises', (code, exitCode) => {
    expect(exitCodeOf(new FramefarmError(code, 'x'))).toBe(exitCode)
  })

  it.each([new Error('x'), 'text', null, undefined, { exitCode: 0 }])('of anything else (%s) is 1', (thrown) => {
    expect(exitCodeOf(thrown)).toBe(1)
  })

  it('is never 0 or 1 for an error that is raised by intent', () => {
    expect(codes.filter((code) => errorCodes[code].exitCode <= exitCodes.bug)).toEqual([])
  })
})

describe('hasSystemCode', () => {
  it('finds the code of a real error of node:fs, also at the end of a chain of causes', async () => {
    const missing = await readFile('/no/such/file').catch((error: unknown) => error)
    const wrapped = new Error('outer', { cause: new FramefarmError('ASSET_UNAVAILABLE', 'inner', { cause: missing }) })
    expect(hasSystemCode(wrapped, 'ENOENT')).toBe(true)
    expect(hasSystemCode(wrapped, 'ENOSPC')).toBe(false)
    expect(isMissingFile(wrapped)).toBe(true)
  })

  it('does not take the code of an error of ours for one of the system', () => {
    expect(isMissingFile(new FramefarmError('ASSET_UNAVAILABLE', 'ENOENT'))).toBe(false)
  })

  it.each([null, undefined, 'ENOENT', { code: 'ENOENT' }])('is false for %j, which is no error', (thrown) => {
    expect(hasSystemCode(thrown, 'ENOENT')).toBe(false)
  })
})

describe('messageOf', () => {
  it.each([
    [new Error('broken'), 'broken'],
    ['text', 'text'],
    [undefined, 'undefined'],
    [404, '404'],
  ])('makes text of %s', (thrown, text) => {
    expect(messageOf(thrown)).toBe(text)
  })
})
