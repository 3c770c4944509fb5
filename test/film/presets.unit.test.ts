import { describe, expect, it } from 'vitest'
import { moveOfPreset, presetNames } from '../../src/film/ken-burns-presets.ts'

describe('presetNames', () => {
  it('are each another move', () => {
    const moves = presetNames.map((name) => JSON.stringify(moveOfPreset(name)))
    expect(new Set(moves).size).toBe(presetNames.length)
  })

  it('all move', () => {
    const still = presetNames.filter((name) => Object.values(moveOfPreset(name)).every((part) => part === 'none' || part === 0))
    expect(still).toEqual([])
  })
})

describe('moveOfPreset', () => {
  it.each(presetNames)('does what %s says', (name) => {
    const { zoom, x, y } = moveOfPreset(name)
    const kind = zoom === 'none' ? 'pan' : `zoom-${zoom}`
    const direction = `${{ '-1': '-left', 0: '', 1: '-right' }[x]}${{ '-1': '-up', 0: '', 1: '-down' }[y]}`
    expect(kind + direction).toBe(name)
  })
})
