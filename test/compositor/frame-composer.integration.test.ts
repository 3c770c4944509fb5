import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { FrameComposer } from '../../src/compositor/frame-composer.ts'
import { stateLength, type LayerScene } from '../../src/compositor/layer-scene.ts'
import { planesOfPixels } from '../../src/compositor/planes.ts'

const frame = { width: 64, height: 32 }

/** A grey picture that fades in over black, by a hundredth a frame, and then stays; frame n has a luma of its own. */
function fadingScene(frames: number, staysFrom = frames): LayerScene {
  const picture = planesOfPixels({ ...frame, data: Buffer.alloc(64 * 32 * 3, 255), channels: 3 })
  const states = Float64Array.from({ length: frames * stateLength }, (_, at) => {
    const index = Math.min(Math.floor(at / stateLength), staysFrom)
    return [1, 1, 0, 0, index / 100][at % stateLength] ?? 0
  })
  return {
    frame,
    background: { y: 16, u: 128, v: 128 },
    groups: [{ tracks: [{ rasters: [picture], states, colours: null, live: null }], states: null }],
  }
}

const lumaOf = (index: number) => 16 + 2.19 * index

async function lumas(frames: AsyncIterable<Buffer>): Promise<readonly number[]> {
  const values: number[] = []
  for await (const bytes of frames) values.push(bytes[0] ?? 0)
  return values
}

describe('FrameComposer', () => {
  it('gives the frames of a part of a scene, in order, and keeps its thread for the next part', async () => {
    await using composer = new FrameComposer()
    for (const [from, to] of [
      [0, 50],
      [50, 57],
      [57, 58],
    ] as const) {
      const values = await lumas(composer.compose(fadingScene(60), { from, to }))
      expect(values).toHaveLength(to - from)
      for (const [index, value] of values.entries()) expect(Math.abs(value - lumaOf(from + index))).toBeLessThan(1.5)
    }
  })

  it('gives the same frame again while nothing moves', async () => {
    await using composer = new FrameComposer()
    const buffers: Buffer[] = []
    for await (const bytes of composer.compose(fadingScene(30, 10), { from: 5, to: 30 })) buffers.push(bytes)
    expect(buffers).toHaveLength(25)
    expect(new Set(buffers).size).toBe(6)
    expect(new Set(buffers.slice(5)).size).toBe(1)
  })

  it('begins anew at once when a chunk was left in the middle, as after a failure of the encoder', async () => {
    await using composer = new FrameComposer()
    const left = composer.compose(fadingScene(60), { from: 0, to: 60 })
    await left.next()
    const leaving = left.return(undefined)
    const values = await lumas(composer.compose(fadingScene(60), { from: 20, to: 60 }))
    await leaving
    expect(values).toHaveLength(40)
    for (const [index, value] of values.entries()) expect(Math.abs(value - lumaOf(20 + index))).toBeLessThan(1.5)
  })

  it('says so when its thread is ended while frames are asked for', async () => {
    const composer = new FrameComposer()
    const frames = composer.compose(fadingScene(60), { from: 0, to: 60 })
    await frames.next()
    await composer[Symbol.asyncDispose]()
    await expect(lumas(frames)).rejects.toThrow('the composing thread ended')
  })
})

/** A white square of 16 pixels at the frame's corner, its alpha the number of the frame, as a live layer. */
function liveScene(frames: number): LayerScene {
  const cell = { left: 0, top: 0, width: 16, height: 16 }
  const blank = planesOfPixels({ data: new Uint8Array(16 * 16 * 4), ...cell, channels: 4 })
  const states = Float64Array.from({ length: frames * stateLength }, (_, at) => [1, 1, 0, 0, 1][at % stateLength] ?? 0)
  return {
    frame,
    background: { y: 16, u: 128, v: 128 },
    groups: [{ tracks: [{ rasters: [blank], states, colours: null, live: cell }], states: null }],
  }
}

async function liveSquare(number: number): Promise<Buffer> {
  return sharp({ create: { width: 16, height: 16, channels: 4, background: { r: 255, g: 255, b: 255, alpha: number / 100 } } })
    .png()
    .toBuffer()
}

describe('FrameComposer with live layers', () => {
  it('asks for the picture of every frame, one after the other, and puts it into that frame', async () => {
    await using composer = new FrameComposer()
    const asked: number[] = []
    let underWay = 0
    const takeLive = async (number: number) => {
      expect(++underWay).toBe(1)
      asked.push(number)
      const picture = await liveSquare(number)
      underWay--
      return picture
    }
    const values = await lumas(composer.compose(liveScene(60), { from: 20, to: 60 }, takeLive))
    expect(asked).toEqual(Array.from({ length: 40 }, (_, index) => 20 + index))
    for (const [index, value] of values.entries()) expect(Math.abs(value - lumaOf(20 + index))).toBeLessThan(1.5)
  })

  it('ends with what taking a picture fails with', async () => {
    await using composer = new FrameComposer()
    const takeLive = (number: number) => (number < 5 ? liveSquare(number) : Promise.reject(new Error(`no picture of ${number}`)))
    await expect(lumas(composer.compose(liveScene(60), { from: 0, to: 60 }, takeLive))).rejects.toThrow('no picture of 5')
    // The next chunk is not disturbed.
    expect(await lumas(composer.compose(liveScene(10), { from: 0, to: 10 }, liveSquare))).toHaveLength(10)
  })

  it('takes a picture of another kind than Chromium makes of transparent pages', async () => {
    await using composer = new FrameComposer()
    const opaque = await sharp({ create: { width: 16, height: 16, channels: 3, background: '#fff' } })
      .png()
      .toBuffer()
    expect(await lumas(composer.compose(liveScene(3), { from: 0, to: 3 }, () => Promise.resolve(opaque)))).toEqual([235, 235, 235])
  })

  it('ends with what a picture is that cannot be decoded', async () => {
    await using composer = new FrameComposer()
    const broken = () => Promise.resolve(Buffer.from('no PNG'))
    await expect(lumas(composer.compose(liveScene(6), { from: 0, to: 6 }, broken))).rejects.toThrow(
      'a picture of live layers is no PNG: it begins with 6e6f20504e47',
    )
  })

  it('asks for no more pictures once it is left, and is left only when none is under way', async () => {
    await using composer = new FrameComposer()
    let [begun, ended] = [0, 0]
    const takeLive = async (number: number) => {
      begun++
      const picture = await liveSquare(number)
      ended++
      return picture
    }
    const frames = composer.compose(liveScene(60), { from: 0, to: 60 }, takeLive)
    await frames.next()
    await frames.return(undefined)
    expect([begun, begun]).toEqual([ended, 3])
  })
})
