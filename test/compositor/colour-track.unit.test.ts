import { describe, expect, it } from 'vitest'
import { colourStages, unchanged } from '../../src/compositor/colour-filter.ts'
import { coloursAt, colourTrack, type ColourTrack } from '../../src/compositor/colour-track.ts'
import { Kernel } from '../../src/compositor/kernel.ts'
import { isSameFrame, stateLength, type LayerScene } from '../../src/compositor/layer-scene.ts'
import { planesOfPixels } from '../../src/compositor/planes.ts'
import { SceneCompositor } from '../../src/compositor/scene-compositor.ts'

function trackOf(filters: readonly string[]): ColourTrack {
  const track = colourTrack(filters)
  if (track === null || 'unknown' in track) throw new Error(`there is no track: ${JSON.stringify(track)}`)
  return track
}

const frame = { width: 16, height: 16 }

/** A layer at rest. */
function scene(colours: ColourTrack | null, channels: 3 | 4 = 3): LayerScene {
  const picture = planesOfPixels({ ...frame, data: Buffer.alloc(16 * 16 * channels, 255), channels })
  const states = Float64Array.from({ length: 3 * stateLength }, (_, at) => [1, 1, 0, 0, 1][at % stateLength] ?? 0)
  return { frame, background: { y: 16, u: 128, v: 128 }, groups: [{ tracks: [{ rasters: [picture], states, live: null, colours }], states: null }] }
}

describe('colourTrack', () => {
  it('has as many matrices in each frame as the longest filter', () => {
    const track = trackOf(['none', 'brightness(2)', 'brightness(2) saturate(3)'])
    expect(track.stages).toBe(2)
    expect(coloursAt(track, 0)).toEqual([unchanged, unchanged])
    expect(coloursAt(track, 1)).toEqual([...(colourStages('brightness(2)') ?? []), unchanged])
    expect(coloursAt(track, 2)).toEqual(colourStages('brightness(2) saturate(3)'))
    expect(track.matrices.buffer).toBeInstanceOf(SharedArrayBuffer)
  })

  it('is none where no frame has a filter', () => {
    expect(colourTrack(['none', 'none'])).toBeNull()
    expect(coloursAt(null, 0)).toEqual([])
  })

  it('names the filter that is not of colours alone, or too long', () => {
    expect(colourTrack(['none', 'brightness(0.5)', 'blur(2px)', 'opacity(0.5)'])).toEqual({ unknown: 'blur(2px)' })
    const long = (functions: number) => Array<string>(functions).fill('invert(1)').join(' ')
    expect(trackOf([long(15)]).stages).toBe(15)
    expect(colourTrack([long(16)])).toEqual({ unknown: long(16) })
  })
})

describe('a layer with a colour filter', () => {
  it('is the same in two frames only where the filter is', () => {
    const filtered = scene(trackOf(['invert(0.2)', 'invert(0.2)', 'invert(0.3)']))
    expect(isSameFrame(filtered, 0, 1)).toBe(true)
    expect(isSameFrame(filtered, 1, 2)).toBe(false)
    expect(isSameFrame(scene(null), 1, 2)).toBe(true)
  })

  it('shows the filter of each frame', () => {
    const kernel = new Kernel()
    const compositor = new SceneCompositor(kernel, scene(trackOf(['none', 'brightness(0.6)', 'invert(1)'])), 1)
    const [at = 0] = compositor.frames
    const lumas = [0, 1, 2].map((index) => {
      compositor.draw(at, index)
      return new Uint8Array(kernel.memory.buffer)[at]
    })
    expect(lumas).toEqual([235, 147, 16])
  })

  it('must be opaque', () => {
    expect(() => new SceneCompositor(new Kernel(), scene(trackOf(['invert(1)', 'none', 'none']), 4), 1)).toThrow('only an opaque layer')
  })
})
