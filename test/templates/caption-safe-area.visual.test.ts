import { describe, expect, it } from 'vitest'
import { framesOf, inkOf } from '../support/caption-frames.ts'
import { captionSite } from '../support/caption-site.ts'
import { tempFolder } from '../support/temp-folder.ts'

const size = { width: 320, height: 180 }
const safe = { left: 50, top: 40, right: 269, bottom: 149 }
const safeArea = { left: '50px', top: '40px', right: '50px', bottom: '30px' }

const marks = 'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!͖̬̰̙̗̿̋ͥͥ̂ͣ̐́́͜͞'
const texts: readonly (readonly [string, string])[] = [
  ['Arabic', 'الساعة القديمة على البرج متأخرة منذ الحرب (1945) ولا أحد يهتم'],
  ['Hebrew with English and numbers', 'שלום world, זה a mixed משפט with 42 numbers!'],
  ['Japanese', '吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。'],
  ['Chinese without a single space or mark', '老塔上的钟自从战争以来就一直走得很慢但是没有人在意因为这里的火车想来就来'],
  ['Hindi', 'पुरानी मीनार की घड़ी युद्ध के बाद से देर से चल रही है'],
  ['Thai', 'นาฬิกาบนหอคอยเก่าเดินช้ามาตั้งแต่สงคราม ไม่มีใครสนใจ'],
  ['emoji', 'Family 👨‍👩‍👧‍👦 flags 🇩🇪🇯🇵 skin 👍🏽 hearts ❤️‍🔥 🎉🎉🎉'],
  ['stacked marks', `Tiếng Việt ậ ặ ỗ é̂̃ ${marks}`],
  ['a very long word', 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'],
  ['a word that is longer than any line', `${'x'.repeat(300)} and more`],
  ['far too many words', 'word '.repeat(100)],
  ['markup', '<img src=x onerror="document.body.innerHTML=1"> &amp; <b>bold</b> {{x}}'],
]

const styles: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ['at the bottom in a box', { preset: 'boxed', position: 'bottom', box: { padding: 0.8 } }],
  ['at the top left, heavy, popping', { preset: 'pop', position: 'top', align: 'left', outline: { width: 0.2 }, highlight: { scale: 1.5 } }],
  [
    'right, with a box for each word and a wide shadow',
    { preset: 'boxed-word', position: 'top', align: 'right', shadow: { x: 0.4, y: -0.4, blur: 0.5 } },
  ],
]

/** Frames for each text; what pops is sampled while it does. */
const frames = [0, 2, 4, 14]
const framesEach = 15

describe('nothing leaves the safe area', () => {
  it.each(styles)('of captions %s', async (_name, style) => {
    const captions = texts.map(([, text], index) => ({ start: (index * framesEach) / 30, end: ((index + 1) * framesEach) / 30, text }))
    const wish = { captions, style: { size: 0.14, ...style, safeArea }, durationS: (texts.length * framesEach) / 30 }
    const wanted = texts.flatMap(([what], index) => frames.map((frame) => ({ what, frame: index * framesEach + frame })))
    const numbers = wanted.map(({ frame }) => frame)
    const shown = await framesOf(await captionSite(await tempFolder(), size, wish), size, numbers)
    // The captions fit; they are not cut to fit: without the edge of the layers nothing more is to be seen.
    const uncut = await framesOf(
      await captionSite(await tempFolder(), size, { ...wish, rules: '.caption { overflow: visible !important }' }),
      size,
      numbers,
    )
    for (const [index, picture] of shown.entries()) {
      const { what, frame } = wanted[index] ?? { what: '', frame: 0 }
      const name = `${what}, frame ${frame}`
      const ink = inkOf(picture)
      if (!ink) throw new Error(`there is nothing to be seen: ${name}`)
      expect(ink.left, `left of ${name}`).toBeGreaterThanOrEqual(safe.left)
      expect(ink.top, `top of ${name}`).toBeGreaterThanOrEqual(safe.top)
      expect(ink.right, `right of ${name}`).toBeLessThanOrEqual(safe.right)
      expect(ink.bottom, `bottom of ${name}`).toBeLessThanOrEqual(safe.bottom)
      // Within a pixel: a word that pops is resampled from a raster of another size.
      const free = inkOf(uncut[index] ?? picture)
      const beyond = free && [ink.left - free.left, ink.top - free.top, free.right - ink.right, free.bottom - ink.bottom]
      expect(beyond && Math.max(...beyond), `${name}, without an edge`).toBeLessThanOrEqual(1)
    }
  })
})
