import { describe, expect, it } from 'vitest'
import { packCells } from '../../src/farm/pack-cells.ts'

const sheet = { width: 100, height: 60 }

describe('packCells', () => {
  it('lays every cell on a sheet, once, within it and beside the others', () => {
    const items = Array.from({ length: 60 }, (_, index) => ({ name: index, width: 7 + ((index * 13) % 40), height: 5 + ((index * 7) % 25) }))
    const sheets = packCells(items, sheet)
    expect(
      sheets
        .flat()
        .map(({ item }) => item.name)
        .toSorted((a, b) => a - b),
    ).toEqual(items.map(({ name }) => name))
    for (const cells of sheets) {
      const taken = new Set<number>()
      for (const { item, left, top } of cells) {
        expect(left + item.width).toBeLessThanOrEqual(sheet.width)
        expect(top + item.height).toBeLessThanOrEqual(sheet.height)
        for (let row = top; row < top + item.height; row++) {
          for (let column = left; column < left + item.width; column++) {
            expect(taken.has(row * sheet.width + column)).toBe(false)
            taken.add(row * sheet.width + column)
          }
        }
      }
    }
  })

  it('needs one sheet for many small cells, and one each for cells as large as a sheet', () => {
    expect(
      packCells(
        Array.from({ length: 40 }, () => ({ width: 10, height: 12 })),
        sheet,
      ),
    ).toHaveLength(1)
    expect(packCells([sheet, sheet, sheet], sheet)).toHaveLength(3)
    expect(packCells([], sheet)).toEqual([])
  })
})
