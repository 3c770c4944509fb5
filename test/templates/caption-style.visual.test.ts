import { describe, expect, it } from 'vitest'
import { countOf, framesOf, inkOf, type Bounds, type Pixels } from '../support/caption-frames.ts'
import { captionSite } from '../support/caption-site.ts'
import { tempFolder } from '../support/temp-folder.ts'

type Style = Readonly<Record<string, unknown>>
type Shown = { readonly ink: Bounds & { readonly width: number; readonly height: number }; readonly red: number; readonly green: number }
type Row = readonly [option: string, before: Style, change: Style, isSo: (after: Shown, before: Shown) => boolean]

const size = { width: 240, height: 136 }
const red = '#ff0000'
/** Letters in green, and nothing beside them. */
const plain = { size: 0.15, colour: '#00ff00', outline: null, shadow: null, align: 'left' }
const spoken = { ...plain, highlight: { colour: red } }
const box = { colour: red, padding: 0.2, radius: 0 }

const words = [
  { text: 'one', start: 0, end: 1 },
  { text: 'two', start: 1, end: 2 },
]
const texts = [{ start: 0, end: 2, words }]
const long = [{ start: 0, end: 2, text: 'The clock on the old tower has been late' }]
/** The first word is spoken, and is as large as it gets. */
const frame = 4

type Picture = { readonly picture: Pixels; readonly shown: Shown }

/** Many rows start from the same style, which is drawn once. */
const starts = new Map<string, Promise<Picture>>()

function start(captions: unknown, style: Style): Promise<Picture> {
  const key = JSON.stringify([captions, style])
  const picture = starts.get(key) ?? show(captions, style)
  starts.set(key, picture)
  return picture
}

async function show(captions: unknown, style: Style, sceneStyle: Style = {}): Promise<Picture> {
  const [picture] = await framesOf(await captionSite(await tempFolder(), size, { captions, style, sceneStyle }), size, [frame])
  const ink = picture && inkOf(picture)
  if (!ink) throw new Error('there is no caption')
  const bounds = { ...ink, width: ink.right - ink.left, height: ink.bottom - ink.top }
  return { picture, shown: { ink: bounds, red: countOf(picture, [255, 0, 0]), green: countOf(picture, [0, 255, 0]) } }
}

const rows: readonly Row[] = [
  ['preset', {}, { preset: 'boxed-word' }, (after, before) => after.ink.height > before.ink.height],
  ['position', plain, { position: 'top' }, (after, before) => after.ink.bottom < 68 && before.ink.top > 68],
  ['align', plain, { align: 'right' }, (after, before) => after.ink.left > before.ink.right - 60 && after.ink.right > 220],
  ['safeArea', plain, { safeArea: 0.2 }, (after, before) => after.ink.left >= 48 && after.ink.bottom < before.ink.bottom - 15],
  ['safeArea.top', { ...plain, position: 'top' }, { safeArea: { top: '50px' } }, (after, before) => after.ink.top >= 50 && before.ink.top < 30],
  ['safeArea.right', { ...plain, align: 'right' }, { safeArea: { right: 0.4 } }, ({ ink }, before) => ink.right <= 144 && before.ink.right > 200],
  ['safeArea.bottom', plain, { safeArea: { bottom: '60px' } }, (after, before) => after.ink.bottom <= 76 && before.ink.bottom > 100],
  ['safeArea.left', plain, { safeArea: { left: '90px' } }, (after, before) => after.ink.left >= 90 && before.ink.left < 30],
  ['font', plain, { font: 'monospace' }, (after, before) => after.ink.width !== before.ink.width],
  ['weight', { ...plain, weight: 300 }, { weight: 900 }, (after, before) => after.green > 1.15 * before.green],
  ['size', plain, { size: 0.25 }, (after, before) => after.ink.height > 1.4 * before.ink.height],
  ['colour', plain, { colour: red }, (after, before) => after.red > 20 && after.green === 0 && before.red === 0],
  ['outline.colour', { ...plain, outline: { width: 0.1 } }, { outline: { colour: red } }, (after, before) => after.red > 50 && before.red === 0],
  ['outline.width', plain, { outline: { colour: red, width: 0.2 } }, ({ ink }, before) => ink.height > before.ink.height + 4],
  ['outline: null', { ...plain, outline: { colour: red } }, { outline: null }, (after, before) => after.red === 0 && before.red > 20],
  ['shadow.colour', plain, { shadow: { colour: red, x: 0.3, y: 0.3, blur: 0 } }, (after) => after.red > 30],
  ['shadow.x', plain, { shadow: { x: 1, y: 0, blur: 0 } }, ({ ink }, before) => Math.abs(ink.right - before.ink.right - 20) < 4],
  ['shadow.y', { ...plain, position: 'middle' }, { shadow: { x: 0, y: 1, blur: 0 } }, ({ ink }, before) => ink.height > before.ink.height + 14],
  [
    'shadow.blur',
    { ...plain, shadow: { colour: red, x: 0, y: 0, blur: 0 } },
    { shadow: { blur: 0.8 } },
    (after, before) => after.ink.width > before.ink.width + 6,
  ],
  ['shadow: null', { ...plain, shadow: { colour: red, x: 0.3, blur: 0 } }, { shadow: null }, (after, before) => after.red === 0 && before.red > 20],
  ['box.colour', plain, { box: { colour: red } }, (after) => after.red > 300],
  ['box.padding', { ...plain, box }, { box: { padding: 0.6 } }, (after, before) => after.red > 1.3 * before.red],
  ['box.radius', { ...plain, box }, { box: { radius: 0.6 } }, (after, before) => after.red < before.red - 20],
  ['upperCase', plain, { upperCase: true }, (after, before) => after.ink.width > before.ink.width],
  ['highlight.colour', plain, { highlight: { colour: red } }, (after) => after.red > 10 && after.green > 10],
  ['highlight: null', spoken, { highlight: null }, (after, before) => after.red === 0 && before.red > 10],
  ['highlight.box.colour', plain, { highlight: { box: { colour: red } } }, (after) => after.red > 100],
  [
    'highlight.box.padding',
    { ...plain, highlight: { box } },
    { highlight: { box: { padding: 0.5 } } },
    (after, before) => after.red > before.red + 50,
  ],
  ['highlight.box.radius', { ...plain, highlight: { box } }, { highlight: { box: { radius: 0.6 } } }, (after, before) => after.red < before.red - 5],
  ['highlight.scale', spoken, { highlight: { scale: 1.5 } }, (after, before) => after.ink.height > before.ink.height],
  ['highlight.reveal: true', spoken, { highlight: { reveal: true } }, ({ green, ink }, before) => green === 0 && ink.width < before.ink.width - 10],
  [
    'highlight.reveal: false',
    { ...plain, preset: 'pop', highlight: { colour: red, scale: 1 } },
    { highlight: { reveal: false } },
    ({ green, ink }, before) => green > 10 && before.green === 0 && ink.width > before.ink.width + 10,
  ],
]

describe('an option of the style of captions does what it says in a frame, of the film and of a scene alone', () => {
  it.each(rows)('%s', async (_option, style, change, isSo) => {
    const before = await start(texts, style)
    const ofFilm = await show(texts, merged(style, change))
    const ofScene = await show(texts, style, change)
    expect(isSo(ofFilm.shown, before.shown), `${JSON.stringify(before.shown)} became ${JSON.stringify(ofFilm.shown)}`).toBe(true)
    expect(ofScene.picture.data.equals(ofFilm.picture.data)).toBe(true)
  })

  it.each<Row>([
    ['lineHeight', plain, { lineHeight: 2 }, (after, before) => after.ink.height > before.ink.height + 8],
    ['maxLines', { ...plain, maxLines: 1 }, { maxLines: 4 }, (after, before) => after.ink.height > 2 * before.ink.height],
  ])('%s, of lines that are broken', async (_option, style, change, isSo) => {
    const [before, ofFilm, ofScene] = [await start(long, style), await show(long, merged(style, change)), await show(long, style, change)]
    expect(isSo(ofFilm.shown, before.shown), `${JSON.stringify(before.shown)} became ${JSON.stringify(ofFilm.shown)}`).toBe(true)
    expect(ofScene.picture.data.equals(ofFilm.picture.data)).toBe(true)
  })
})

/** A style with a change of parts within its parts, as somebody would write it down at once. */
function merged(style: Style, change: Style): Style {
  const isPart = (value: unknown): value is Style => typeof value === 'object' && value !== null
  const both = Object.entries(change).map(([key, value]) => [key, isPart(value) && isPart(style[key]) ? merged(style[key], value) : value])
  return { ...style, ...(Object.fromEntries(both) as Style) }
}
