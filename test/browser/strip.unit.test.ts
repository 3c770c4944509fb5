import { describe, expect, it } from 'vitest'

type Strip = {
  readonly blockPx: number
  readonly stripHeightPx: number
  readonly blockCount: number
  readonly blocksOf: (number: number) => readonly boolean[]
  readonly numberIn: (luma: Uint8Array) => number
}

// The page's scripts are plain JavaScript, checked by tsconfig.page.json; here their types are said once more.
const stripPath = '../../src/browser/tab-capture/strip.js'
const { blockPx, stripHeightPx, blockCount, blocksOf, numberIn } = (await import(stripPath)) as Strip

/** As a picture has them: black is 16 and white 235. */
function pictureOf(blocks: readonly boolean[]): Uint8Array {
  const width = blockCount * blockPx
  return Uint8Array.from({ length: width * stripHeightPx }, (_, index) => (blocks[Math.floor((index % width) / blockPx)] ? 235 : 16))
}

describe('the strip', () => {
  it.each([0, 1, 2, 899, 4095, 65_536, 2 ** 24 - 1])('shows %i so that it can be read', (number) => {
    expect(numberIn(pictureOf(blocksOf(number)))).toBe(number)
  })

  it('is not read where there is none', () => {
    for (const isWhite of [true, false]) expect(numberIn(pictureOf(blocksOf(0).map(() => isWhite)))).toBe(-1)
  })

  it('is not read where one block is still that of another number', () => {
    const blocks = blocksOf(1234)
    for (let wrong = 0; wrong < blockCount; wrong++)
      expect(numberIn(pictureOf(blocks.map((isWhite, block) => (block === wrong ? !isWhite : isWhite))))).toBe(-1)
  })
})
