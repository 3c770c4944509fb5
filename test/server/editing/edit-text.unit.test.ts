import { describe, expect, it } from 'vitest'
import { editText } from '../../../src/server/editing/edit-text.ts'
import { FramefarmError } from '../../../src/shared/errors.ts'

const text = `{
    "version": 1,
    "output": { "width": 1920, "height": 1080 },   "scenes": [
        { "image": "a.jpg", "duration": 5, "kenBurns": { "from": { "x": 0, "y": 0.1, "width": 1 }, "to": { "x": 0.2, "y": 0.2, "width": 0.6 } } },
        { "duration": "auto", "image": "b.jpg" }
    ]
}
`

describe("a film's text that is edited", () => {
  it('keeps everything else to the letter', () => {
    expect(editText(text, [{ path: ['scenes', 0, 'duration'], value: 6.5 }])).toBe(text.replace('"duration": 5', '"duration": 6.5'))
    expect(editText(text, [{ path: ['output'], value: { width: 1080, height: 1080 } }])).toBe(text.replace('1920', '1080'))
    expect(editText(text, [{ path: ['scenes', 0, 'duration'], value: 5 }])).toBe(text)
  })

  it('changes of an object only the fields that differ', () => {
    const kenBurns = { from: { x: 0, y: 0.1, width: 0.9 }, to: { x: 0.2, y: 0.2, width: 0.6 } }
    expect(editText(text, [{ path: ['scenes', 0, 'kenBurns'], value: kenBurns }])).toBe(text.replace('"width": 1 }', '"width": 0.9 }'))
  })

  it('takes fields away and adds new ones with the indentation and line ends of the file', () => {
    const windows = text.replaceAll('\n', '\r\n')
    const edited = editText(windows, [{ path: ['scenes', 0, 'kenBurns'] }, { path: ['scenes', 1, 'kenBurns', 'easing'], value: 'linear' }])
    expect(JSON.parse(edited)).toEqual({
      version: 1,
      output: { width: 1920, height: 1080 },
      scenes: [
        { image: 'a.jpg', duration: 5 },
        { duration: 'auto', image: 'b.jpg', kenBurns: { easing: 'linear' } },
      ],
    })
    expect(edited.replaceAll('\r\n', '')).not.toContain('\n')
    expect(edited).toContain('"output": { "width": 1920, "height": 1080 },   "scenes"')
  })

  it('refuses a path that leads nowhere', () => {
    expect(() => editText(text, [{ path: ['version', 'major'], value: 2 }])).toThrow(FramefarmError)
  })
})
