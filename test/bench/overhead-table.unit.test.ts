import { describe, expect, it } from 'vitest'
import { overheadCells } from '../../src/bench/workers/workers-table.ts'

describe('overheadCells', () => {
  const round = (command: number, farm: number) => ({
    command: { seconds: command, cpuSeconds: 100 },
    farm: { seconds: farm, cpuSeconds: 104 },
  })

  it('has what the farm takes more in each round, and the medians at its end', () => {
    const [, ...rows] = overheadCells([round(50, 51), round(60, 57), round(50, 60)])
    expect(rows).toEqual([
      ['1', '50.0 s', '100.0 s', '51.0 s', '104.0 s', '+2 %', '+4 %'],
      ['2', '60.0 s', '100.0 s', '57.0 s', '104.0 s', '-5 %', '+4 %'],
      ['3', '50.0 s', '100.0 s', '60.0 s', '104.0 s', '+20 %', '+4 %'],
      ['median', '', '', '', '', '+2 %', '+4 %'],
    ])
  })
})
