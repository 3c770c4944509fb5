import { describe, expect, it } from 'vitest'
import { streamFormatOf } from '../../src/browser/stream-format.ts'

describe('streamFormatOf', () => {
  it.each([
    ['I420', [82, 90, 239], { pixels: 'yuv420p', matrix: 'bt601' }],
    ['I420', [63, 102, 240], { pixels: 'yuv420p', matrix: 'bt709' }],
    ['NV12', [62, 102, 239], { pixels: 'nv12', matrix: 'bt709' }],
  ])('knows %s with red as %j', (format, red, expected) => {
    expect(streamFormatOf(format, red)).toEqual(expected)
  })

  it.each([
    ['RGBX', [81, 90, 240]],
    ['I420', [76, 85, 255]],
    ['I420', [16, 128, 128]],
    ['I420', []],
  ])('takes no %s with red as %j for one it knows', (format, red) => {
    expect(streamFormatOf(format, red)).toBeNull()
  })
})
