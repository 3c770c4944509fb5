import { describe, expect, it } from 'vitest'
import { whileBusy } from '../support/busy-cores.ts'
import { renderCounterFilm } from '../support/counter-film.ts'
import { readCounters } from '../support/frame-counter.ts'
import { tempFolder } from '../support/temp-folder.ts'

const all = Array.from({ length: 900 }, (_, frame) => frame)

describe('a film of 900 frames', () => {
  it.each(['stream', 'screenshot'] as const)('shows every frame, drawn by %s on a machine that is busy with other things', async (method) => {
    const folder = await tempFolder()
    const film = await whileBusy(4, () => renderCounterFilm(folder, { frames: 900, method, slots: 2 }))
    expect(await readCounters(film.path)).toEqual(all)
  })
})
