import { describe, expect, it } from 'vitest'
import { builtIns, folderOfPictures } from '../support/built-in-scenes.ts'
import { noSignal } from '../support/capture.ts'
import { sharedPage } from '../support/shared-page.ts'
import { templateScene } from '../support/template-scene.ts'

const openShared = sharedPage()

const sizes = [
  { width: 640, height: 360 },
  { width: 360, height: 640 },
  { width: 400, height: 400 },
  { width: 720, height: 180 },
]

/** Of the shorter side: text keeps at least so far from every edge. */
const safeMargin = 0.02

const writings: readonly (readonly [string, (most: number) => string])[] = [
  ['of one word', () => 'Yes'],
  ['as long as is allowed', (most) => 'The path goes on between the walls and the sheep. '.repeat(20).slice(0, most)],
  ['of one very long word', (most) => 'Donaudampfschifffahrtsgesellschaft'.repeat(10).slice(0, Math.min(most, 300))],
  ['of many lines', (most) => 'One\nTwo\nThree\nFour\nFive\nSix\nSeven\nEight\nNine\nTen\nEleven\nTwelve'.slice(0, most)],
  ['from right to left', (most) => 'مرحبا بكم في الجبال حيث يستمر الطريق بين الجدران والأغنام '.repeat(4).slice(0, most)],
  ['without spaces between words', (most) => '道はどこまでも続き、山の向こうに消えていく。'.repeat(8).slice(0, most)],
  [
    'of marks on marks and pictures',
    (most) =>
      'Z̷̧̢̛a̸͝l̵̕g̶͘o̷ 👩‍👩‍👧‍👦🏔️🥾 '
        .repeat(4)
        .slice(0, most)
        .replace(/[\ud800-\udbff]$/, ''),
  ],
  ['that looks like markup', () => '<b>x</b><img src="https://example.com/a.png"> &amp; </script>'],
]

type Box = { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number }
type TextBox = Box & { readonly text: string; readonly of: Box }

/** Where every line of text of the page lies when it has come to rest. */
const textBoxes = `(() => {
  const document = globalThis.document.querySelector('iframe').contentDocument
  const boxes = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const node = walker.currentNode
    if (node.data.trim() === '' || ['SCRIPT', 'STYLE'].includes(node.parentElement.tagName)) continue
    const range = document.createRange()
    range.selectNodeContents(node)
    const { left, top, right, bottom } = node.parentElement.getBoundingClientRect()
    const of = { left, top, right, bottom }
    for (const { left, top, right, bottom } of range.getClientRects()) boxes.push({ text: node.data.slice(0, 20), of, left, top, right, bottom })
  }
  return boxes
})()`

const cases = builtIns.filter(({ others }) => 'title' in others || 'quote' in others || 'labels' in others)

describe('text stays within the safe area, whatever it is and whatever the frame', () => {
  it.each(cases.map((builtIn) => ({ name: builtIn.scene.template, ...builtIn })))('$name', async ({ scene, others }) => {
    const folder = await folderOfPictures()
    for (const size of sizes) {
      for (const [what, write] of writings) {
        const texts = Object.fromEntries(Object.keys(others).flatMap((prop) => (most[prop] === undefined ? [] : [[prop, write(most[prop])]])))
        const labels = 'labels' in others ? { labels: [write(120), write(120)] } : {}
        const page = await openShared(await templateScene({ ...scene, props: { ...scene.props, ...texts, ...labels } }, { folder, size }), size)
        await page.ask('framefarm.seek(1100)', noSignal)
        const boxes = await page.ask<readonly TextBox[]>(textBoxes, noSignal)
        const edge = safeMargin * Math.min(size.width, size.height)
        const outside = boxes.filter(
          ({ left, top, right, bottom }) => left < edge || top < edge || right > size.width - edge || bottom > size.height - edge,
        )
        expect(boxes.length, `lines of text ${what}`).toBeGreaterThan(0)
        expect(outside, `text ${what} at ${size.width} x ${size.height}`).toEqual([])
        const sticking = boxes.filter(({ left, right, of }) => left < of.left - 1 || right > of.right + 1)
        expect(sticking, `text ${what} that sticks out of its box at ${size.width} x ${size.height}`).toEqual([])
        expect(overlapping(boxes), `text ${what} over other text at ${size.width} x ${size.height}`).toEqual([])
        if (what.includes('markup'))
          expect(await page.ask('document.querySelector("iframe").contentDocument.querySelectorAll("main b").length', noSignal)).toBe(0)
      }
    }
  })
})

/** Elements of which one lies over another, by their texts. */
function overlapping(boxes: readonly TextBox[]): readonly string[] {
  const elements = [...new Map(boxes.map(({ of, text }) => [`${of.left} ${of.top}`, { of, text }])).values()]
  return elements.flatMap((one, index) =>
    elements.slice(index + 1).flatMap((other) => {
      const across = Math.min(one.of.right, other.of.right) - Math.max(one.of.left, other.of.left)
      const down = Math.min(one.of.bottom, other.of.bottom) - Math.max(one.of.top, other.of.top)
      return across > 1 && down > 1 ? [`${one.text} and ${other.text}`] : []
    }),
  )
}

/** The longest text that each prop takes. */
const most: Readonly<Record<string, number>> = {
  title: 200,
  eyebrow: 120,
  subtitle: 300,
  quote: 600,
  author: 120,
  role: 160,
  text: 400,
  link: 120,
  small: 200,
}
