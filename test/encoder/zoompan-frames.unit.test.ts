import { describe, expect, it } from 'vitest'
import { tableOver, zoompanFrames, type StillWindow } from '../../src/encoder/zoompan-frames.ts'
import type { Output } from '../../src/film/film.ts'

const output: Output = { width: 320, height: 180, fps: { num: 30000, den: 1001 }, quality: 'standard', codec: 'h264' }
const still = { path: '/work/still.png', size: { width: 640, height: 360 } }

/** What FFmpeg's expression is at a frame, and how many if() lie in each other there. */
function readTable(expression: string, frame: number): { value: number; depth: number } {
  const condition = /^if\(lt\(on,(\d+)\),/.exec(expression)
  if (!condition) return { value: Number(expression), depth: 0 }
  const [head, border] = condition
  const body = expression.slice(head.length, -1)
  const comma = outerComma(body)
  const chosen = frame < Number(border) ? body.slice(0, comma) : body.slice(comma + 1)
  const { value, depth } = readTable(chosen, frame)
  return { value, depth: depth + 1 }
}

function outerComma(text: string): number {
  let open = 0
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') open++
    if (text[at] === ')') open--
    if (text[at] === ',' && open === 0) return at
  }
  return text.length
}

function valueAt(expression: string, frame: number): number {
  return readTable(expression, frame).value
}

function optionOf(graph: string, name: string): string {
  return new RegExp(`[=:]${name}='([^']*)'`).exec(graph)?.[1] ?? ''
}

describe('tableOver', () => {
  it.each([1, 2, 3, 7, 240])('has each of %i values at its frame', (length) => {
    const values = Array.from({ length }, (_, frame) => (frame * 37) % 101)
    expect(values.map((_, frame) => valueAt(tableOver(values), frame))).toEqual(values)
  })

  it('is one number where nothing changes', () => {
    expect(tableOver([5, 5, 5])).toBe('5')
  })

  it('nests no deeper than it must', () => {
    const values = Array.from({ length: 256 }, (_, frame) => frame)
    expect(Math.max(...values.map((frame) => readTable(tableOver(values), frame).depth))).toBe(8)
  })
})

describe('zoompanFrames', () => {
  const windows: readonly StillWindow[] = Array.from({ length: 50 }, (_, frame) => {
    const width = 640 - frame * 4.3
    return { left: frame * 2.7, top: frame * 1.1, width, height: (width * 9) / 16 }
  })

  it('cuts the whole pixels nearest to each window, and never more than there is', () => {
    const { graph } = zoompanFrames(still, windows, output)
    for (const [frame, window] of windows.entries()) {
      const zoom = valueAt(optionOf(graph, 'z'), frame)
      const [x, y] = [valueAt(optionOf(graph, 'x'), frame), valueAt(optionOf(graph, 'y'), frame)]
      const [width, height] = [Math.floor(640 / zoom), Math.floor(360 / zoom)]
      expect(zoom).toBeGreaterThanOrEqual(1)
      expect(Math.abs(x - window.left)).toBeLessThanOrEqual(0.5)
      expect(Math.abs(x + width - window.left - window.width)).toBeLessThanOrEqual(0.5)
      expect(Math.abs(height - window.height)).toBeLessThanOrEqual(1)
      expect(Math.abs(y + height / 2 - window.top - window.height / 2)).toBeLessThanOrEqual(0.5)
      expect(x + width).toBeLessThanOrEqual(640)
    }
  })

  it('gives a frame the same window in whatever chunk it is', () => {
    const whole = zoompanFrames(still, windows, output).graph
    const part = zoompanFrames(still, windows.slice(20, 35), output).graph
    for (const name of ['z', 'x', 'y']) {
      for (let frame = 20; frame < 35; frame++) expect(valueAt(optionOf(part, name), frame - 20)).toBe(valueAt(optionOf(whole, name), frame))
    }
  })

  it('makes exactly its frames, of the frame size, at the exact rate, of BT.709', () => {
    const { graph, inputs } = zoompanFrames(still, windows, output)
    expect(graph).toMatch(/d=50:s=320x180:fps=30000\/1001/)
    expect(graph).toMatch(/out_color_matrix=bt709:out_range=tv.*format=yuv444p,zoompan=.*,format=yuv420p$/)
    expect(inputs).toEqual([{ from: '/work/still.png', options: ['-f', 'image2pipe', '-c:v', 'png', '-framerate', '30000/1001'] }])
  })
})
