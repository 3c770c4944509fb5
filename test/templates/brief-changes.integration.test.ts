import { describe, expect, it } from 'vitest'
import { readLayers } from '../../src/farm/read-layers.ts'
import { noSignal } from '../support/capture.ts'
import { ownTemplate } from '../support/own-template.ts'
import { sharedPage } from '../support/shared-page.ts'
import { tempFolder } from '../support/temp-folder.ts'

const openShared = sharedPage()
const size = { width: 320, height: 180 }

const style = `
  .card { position: absolute; left: 200px; top: 20px; width: 100px; height: 50px; overflow: hidden; background: #48c; will-change: transform }
  .live { position: absolute; left: 20px; top: 20px; width: 80px; height: 40px; overflow: hidden; isolation: isolate; background: #fc4 }`
const card = '<div class="card" data-layer></div>'
const live = '<div class="live" data-layer="live"><b>x</b></div>'

type Brief = {
  readonly style?: string
  readonly body?: string
  /** What runs once; `find` finds an element. */
  readonly first?: string
  /** What runs at each time; `on` is true for one frame, which is neither the first, the middle nor the last one. */
  readonly script: string
}

/** Why a page of a card that script moves and a live layer is not drawn by layers. */
async function faultOf(page: Brief): Promise<string | null> {
  const script = `
    const find = (selector) => document.querySelector(selector)
    ${page.first ?? ''}
    onSeek((ms) => { const on = ms === 700; find('.card').style.transform = 'translateX(' + ms / 50 + 'px)'; ${page.script} })`
  const own = { style: `${style} ${page.style ?? ''}`, body: page.body ?? card + live, script }
  const site = await ownTemplate(own, { folder: await tempFolder(), size })
  const times = Array.from({ length: 10 }, (_, frame) => frame * 100)
  const read = await readLayers(await openShared(site, size), times, noSignal)
  return 'reason' in read ? read.reason : null
}

const changed = (what: string) => `the page changed while its clock was set: ${what} changes`

describe('what a page does for a moment', () => {
  it('is no fault where it stays in live layers', async () => {
    expect(await faultOf({ script: "find('.live').className = on ? 'live on' : 'live'; find('b').textContent = ms" })).toBeNull()
  })

  it.each<[string, Brief, string]>([
    [
      'a selector that looks into a live layer',
      { style: 'body:has(.on) { background: #000 }', script: "find('.live').classList.toggle('on', on)" },
      '<body>',
    ],
    [
      'a selector that looks at a live layer beside it',
      { body: live + card, style: '.on + .card { color: red }', script: "find('.live').classList.toggle('on', on)" },
      '<div class="card">',
    ],
    [
      'what a live layer pushes aside',
      {
        style: 'main { display: flex; height: 180px } .live { position: relative; left: 0; top: 0 } p { flex: 1 }',
        body: `<main>${live}<p>x</p></main>`,
        first: "const p = find('p'); p.className = 'card'; p.style.cssText = 'position: relative; left: 0'; p.dataset.layer = ''",
        script: "find('.live').style.marginRight = on ? '9px' : '0'",
      },
      '<p class="card">',
    ],
    [
      'a rule that is put into a style sheet',
      {
        script:
          "const [sheet] = document.styleSheets; on ? sheet.insertRule('p { color: red }') : sheet.cssRules[0].selectorText === 'p' && sheet.deleteRule(0)",
      },
      'a style sheet',
    ],
    [
      'a rule of a style sheet',
      { first: 'const [rule] = document.styleSheets[0].cssRules', script: "rule.style.color = on ? 'red' : ''" },
      'a style sheet',
    ],
    [
      'a style sheet that is adopted',
      {
        first: "const sheet = new CSSStyleSheet(); sheet.replaceSync('p { color: red }')",
        script: 'document.adoptedStyleSheets = on ? [sheet] : []',
      },
      'a style sheet',
    ],
    [
      'what stands in a shadow root',
      {
        first: "const root = find('.card').attachShadow({ mode: 'open' }); root.innerHTML = '<p></p>'",
        script: "root.firstChild.textContent = on ? 'x' : ''",
      },
      '<div class="card">',
    ],
    ['what stands in a field', { body: `<input>${card}${live}`, script: "find('input').value = on ? 'x' : ''" }, '<input>'],
    ['a box that is ticked', { body: `<input type="checkbox">${card}${live}`, script: "find('input').checked = on" }, '<input>'],
    [
      'how far a layer is scrolled',
      { body: `${card.replace('></', '><p style="height: 99px"></p></')}${live}`, script: "find('.card').scrollTop = on ? 20 : 0" },
      '<div class="card">',
    ],
    [
      'where the focus is',
      { style: 'a:focus { color: red }', body: `<a href="#">x</a>${card}${live}`, script: "on ? find('a').focus() : find('a').blur()" },
      '<a>',
    ],
    [
      'what is selected',
      { body: `<p>x</p>${card}${live}`, script: "on ? getSelection().selectAllChildren(find('p')) : getSelection().empty()" },
      'what is selected',
    ],
    [
      'the fonts',
      { first: "const face = new FontFace('Odd', 'local(\"DejaVu Sans\")')", script: 'on ? document.fonts.add(face) : document.fonts.delete(face)' },
      'the list of its fonts',
    ],
    [
      'a canvas that is no live layer',
      {
        body: `<canvas width="9" height="9"></canvas>${card}${live}`,
        script: "const c = find('canvas').getContext('2d'); c.fillStyle = on ? '#f00' : '#00f'; c.fillRect(0, 0, 9, 9)",
      },
      'a canvas',
    ],
  ])('is seen of %s', async (_name, page, what) => {
    expect(await faultOf(page)).toBe(changed(what))
  })

  it.each<[string, string, Partial<Brief>]>([
    ['filter: blur(3px)', "find('.live').style.filter = on ? 'blur(3px)' : ''", {}],
    ['box-shadow: rgb(0, 0, 0) 0px 0px 9px 0px', "find('.live').style.boxShadow = on ? '0 0 9px #000' : ''", {}],
    ['outline-style: solid', "find('.live').style.outline = on ? 'solid' : ''", {}],
    ['overflow: visible', "find('.live').style.overflow = on ? 'visible' : ''", {}],
    ['mix-blend-mode: multiply', "find('.live').style.mixBlendMode = on ? 'multiply' : ''", {}],
    ['backdrop-filter: invert(1)', "find('.live').style.backdropFilter = on ? 'invert(1)' : ''", {}],
    ['border-image-outset: 9px', "find('.live').style.borderImageOutset = on ? '9px' : ''", {}],
    ['display: inline', '', { body: card + live.replaceAll('div', 'span'), style: '.live { position: static }' }],
    ['overflow-clip-margin', '', { style: '.live { overflow: clip; overflow-clip-margin: 9px }' }],
    ['overflow: visible', '', { body: `${card}<canvas class="live" data-layer="live"></canvas>`, style: '.live { overflow: visible }' }],
    ['a fixed element in it', "find('b').style.position = on ? 'fixed' : ''", {}],
    [
      'an absolute element in it, whose place is said by another: give it position: relative',
      "find('b').style.position = on ? 'absolute' : ''",
      { style: '.live { position: static }' },
    ],
    ['a fixed element in it', "find('.live').classList.toggle('on', on)", { style: '.on::after { content: "x"; position: fixed }' }],
    [
      'a fixed element in it',
      "root.firstChild.style.position = on ? 'fixed' : ''",
      { first: "const root = find('.live').attachShadow({ mode: 'open' }); root.innerHTML = '<b>x</b>'" },
    ],
    ['zoom: 1.5', "find('.live').style.zoom = on ? 1.5 : 1", {}],
    ['backdrop-filter: invert(1) in it', "find('b').style.backdropFilter = on ? 'invert(1)' : ''", {}],
    ['another z-index at times', "find('.live').style.zIndex = on ? -1 : ''", {}],
  ])('is seen of a live layer that has %s', async (fault, script, page) => {
    const reason = await faultOf({ ...page, script })
    expect(reason?.replace(/^<\w+ class="live(?: on)?"> is live and has /, '')).toBe(fault)
  })

  it('is told of a live layer that takes no room at first', async () => {
    const script = "find('.live').style.display = ms < 500 ? 'none' : ''"
    expect(await faultOf({ script })).toMatch(/^<div class="live"> is live and takes no room at the start/)
  })

  it('is seen of a live layer that is hidden, but not all in it', async () => {
    const script = "find('.live').style.visibility = on ? 'hidden' : ''"
    expect(await faultOf({ style: 'b { visibility: visible }', script })).toBe(
      '<div class="live"> is live and hidden, and has something visible in it',
    )
    expect(await faultOf({ script })).toBeNull()
  })
})
