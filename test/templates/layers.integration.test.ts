import { describe, expect, it } from 'vitest'
import { readLayers } from '../../src/farm/read-layers.ts'
import { noSignal, testSlot } from '../support/capture.ts'
import { ownTemplate, type OwnTemplate } from '../support/own-template.ts'
import { sharedPage } from '../support/shared-page.ts'
import { tempFolder } from '../support/temp-folder.ts'

const openShared = sharedPage()
const size = { width: 320, height: 180 }

const style = `
  .card { position: absolute; left: 10px; top: 20px; width: 100px; height: 50px; background: #48c; transform-origin: 0 0; will-change: transform }
  .moving { animation: move 1s linear both }
  @keyframes move { from { transform: scale(0.8) } to { transform: translate(-80px, -45px) } }`

/** Asks a page of a moving card, with whatever else a test adds, which layers it has. */
async function askPage(page: OwnTemplate) {
  const folder = await tempFolder()
  const own = { ...page, style: `${style} ${page.style ?? ''}`, body: page.body ?? '<div class="card moving" data-layer></div>' }
  const site = await ownTemplate(own, { folder, size })
  const framePage = await openShared(site, size)
  const read = await readLayers(
    framePage,
    Array.from({ length: 10 }, (_, frame) => frame * 100),
    noSignal,
  )
  return 'reason' in read ? read : (read.parts.find(({ name }) => name === 'incoming')?.layers ?? [])
}

const card = '<div class="card moving" data-layer></div>'

describe('the page decides how it is drawn', () => {
  it('by layers, where what moves says that it is one', async () => {
    const layers = await askPage({})
    if ('reason' in layers) throw new Error(layers.reason)
    expect(layers).toHaveLength(1)
    expect(layers[0]?.states).toHaveLength(10)
    expect(layers[0]?.box).toEqual({ left: 10, top: 20, width: 100, height: 50 })
    expect(layers[0]?.states[0]).toEqual({ scaleX: expect.closeTo(0.8, 4), scaleY: expect.closeTo(0.8, 4), x: 10, y: 20, opacity: 1 })
    const half = { scaleX: expect.closeTo(0.9, 4), scaleY: expect.closeTo(0.9, 4), x: expect.closeTo(-30, 3), y: expect.closeTo(-2.5, 3), opacity: 1 }
    expect(layers[0]?.states[5]).toEqual(half)
  })

  it.each<[string, OwnTemplate]>([
    [
      'the move is said by the properties translate and scale',
      { style: '@keyframes move { from { scale: 0.8 } to { translate: 8px; scale: 1 2 } }' },
    ],
    ['it fades', { style: '@keyframes move { from { opacity: 0 } to { opacity: 0.5 } }' }],
    ['it is filtered, clipped and rounded itself', { style: '.card { filter: blur(2px); clip-path: circle(40%); border-radius: 9px }' }],
    ['there is still text below the layers', { body: `<h1>Title</h1>Text${card}` }],
    [
      'it has a canvas that stays as it is',
      { body: `<canvas width="20" height="20"></canvas>${card}`, script: "document.querySelector('canvas').getContext('2d').fillRect(0, 0, 9, 9)" },
    ],
    ['what is around the layers has a background', { body: `<main style="background: red; height: 180px"><p>Below</p>${card}</main>` }],
    ['a layer that does not move lies above', { body: `${card}<p class="card" data-layer>Above</p>` }],
    [
      'z-index says which is above',
      { body: `<p class="card" data-layer style="z-index: 2">Above</p><div class="card moving" data-layer style="z-index: 1"></div>` },
    ],
    ['something that is not shown comes after', { body: `${card}<p hidden>Nothing</p>` }],
    [
      'a script moves and fades a layer',
      {
        body: '<div class="card" data-layer></div>',
        script:
          "const { style } = document.querySelector('.card'); onSeek((ms) => { style.transform = `scale(${1 + ms / 1000})`; style.opacity = 1 - ms / 2000 })",
      },
    ],
    [
      'a live layer changes in any way',
      {
        style: '.live { position: absolute; isolation: isolate; left: 200px; top: 0; width: 100px; height: 60px; overflow: hidden }',
        body: `${card}<div class="live" data-layer="live"><p class="moving">x</p><b>0</b><canvas width="9" height="9"></canvas></div>`,
        script:
          "const c = document.querySelector('canvas').getContext('2d'); onSeek((ms) => { document.querySelector('b').textContent = ms; c.fillRect(0, 0, ms / 90, 9); document.querySelector('.live').title = ms })",
      },
    ],
  ])('by layers, where %s', async (_name, page) => {
    const layers = await askPage(page)
    expect('reason' in layers ? layers.reason : 'layers').toBe('layers')
  })

  it('by layers, however long its script takes for all frames together', async () => {
    const folder = await tempFolder()
    const liveness = { firstFrameMs: 4000, frameMs: 4000 }
    await using slot = testSlot(folder, { liveness })
    const script = "onSeek(() => new Promise((done) => { setTimeout(done, 300) })); document.querySelector('.card').className = 'card'"
    const site = await ownTemplate({ style, body: card, script }, { folder, size })
    const page = await slot.page(noSignal)
    await page.open(site, noSignal, { ...size, format: { type: 'png' }, isTransparent: false })
    const times = Array.from({ length: 16 }, (_, frame) => frame * 100)
    const read = await readLayers(page, times, noSignal)
    expect('reason' in read ? read.reason : read.parts[0]?.layers[0]?.states).toHaveLength(16)
    expect('reason' in read ? read.reason : read.parts[0]?.frame).toHaveLength(16)
  })

  it('lists the layers from the lowest to the highest, whatever their order in the document', async () => {
    const body = `<p id="above" class="card" data-layer style="z-index: 2"></p><p id="below" class="card" data-layer style="z-index: 1"></p>`
    const layers = await askPage({ body })
    expect('reason' in layers ? layers.reason : layers.map(({ name }) => name)).toEqual([
      '<p id="below" class="card">',
      '<p id="above" class="card">',
    ])
  })

  it.each<[string, OwnTemplate, string]>([
    ['nothing is a layer', { body: '<div class="card"></div>' }, 'the page has no [data-layer] element'],
    ['something else moves', { body: `<p class="moving">x</p>${card}` }, 'something moves that is no layer: <p class="moving"> (move)'],
    [
      'the content of a layer moves',
      { body: '<div class="card" data-layer><p class="moving">x</p></div>' },
      'something moves that is no layer: <p class="moving"> (move)',
    ],
    [
      'a pseudo-element moves',
      { style: 'body::before { content: "x"; animation: move 1s both }' },
      'something moves that is no layer: <body> (move)',
    ],
    [
      'another property is animated',
      { style: '@keyframes move { to { width: 50px } }' },
      'an animation changes the width of <div class="card moving"> (move)',
    ],
    ['a layer turns', { style: '@keyframes move { to { transform: rotate(5deg) } }' }, '<div class="card moving"> turns'],
    ['a layer turns by the property rotate', { style: '@keyframes move { to { rotate: 5deg } }' }, '<div class="card moving"> turns'],
    ['a layer is turned over', { style: '@keyframes move { to { transform: scaleX(-1) } }' }, '<div class="card moving"> is mirrored'],
    ['a layer blends', { style: '.card { mix-blend-mode: multiply }' }, '<div class="card moving"> has mix-blend-mode: multiply'],
    [
      'a layer filters what is behind it',
      { style: '.card { backdrop-filter: blur(4px) }' },
      '<div class="card moving"> has backdrop-filter: blur(4px)',
    ],
    ['something that is no layer may lie above', { body: `${card}<p>Above</p>` }, '<p> may lie above a layer and is none itself'],
    [
      'something is lifted above by z-index',
      { body: `<p style="position: relative; z-index: 3">Above</p>${card}` },
      '<p> may lie above a layer and is none itself',
    ],
    ['a pseudo-element lies above', { style: 'body::after { content: "x" }' }, '<body> has ::after'],
    ['a layer holds another', { body: `<div class="card" data-layer>${card}</div>` }, '<div class="card moving"> is a layer within a layer'],
    ['layers are apart', { body: `<main>${card}</main><main>${card}</main>` }, 'the layers are not siblings'],
    ['the body is filtered', { style: 'body { filter: invert(1) }' }, '<body> has filter: invert(1)'],
    ['the body is half transparent', { style: 'body { opacity: 0.5 }' }, '<body> has opacity: 0.5'],
    ['the body is scaled', { style: 'body { transform: scale(0.9) }' }, '<body> has transform: matrix(0.9, 0, 0, 0.9, 0, 0)'],
    ['a part of the frame is cut off', { body: `<main style="overflow: hidden; width: 50px">${card}</main>` }, '<main> has overflow: hidden'],
    [
      'a layer lets others between its contents',
      { style: '.card { will-change: auto; animation: none }' },
      expect.stringMatching(/no stacking context/) as string,
    ],
    ['something plays', { body: `<video></video>${card}` }, '<video> changes by itself'],
    ['it draws by script and has no layers', { body: '<p>x</p>', script: 'onSeek(() => {})' }, 'the page draws by script'],
    [
      'a script changes a layer otherwise than by moving it',
      { script: "const c = document.querySelector('.card'); onSeek((ms) => { c.style.borderRadius = ms / 100 + 'px' })" },
      'the page changed while its clock was set: <div class="card moving"> changes',
    ],
    [
      'a script changes what a layer shows',
      { body: '<div class="card" data-layer><b>0</b></div>', script: "onSeek((ms) => { document.querySelector('b').textContent = ms })" },
      'the page changed while its clock was set: <b> changes',
    ],
    [
      'a script changes what is below the layers',
      { body: `<p>0</p>${card}`, script: "onSeek((ms) => { document.querySelector('p').className = 'at' + ms })" },
      expect.stringMatching(/^the page changed while its clock was set: <p class="at\d+"> changes$/) as string,
    ],
    [
      'a script draws on a canvas that is no live layer',
      {
        body: `<canvas width="20" height="20"></canvas>${card}`,
        script: "const c = document.querySelector('canvas').getContext('2d'); onSeek((ms) => { c.fillRect(0, 0, 20, ms / 90) })",
      },
      'the page changed while its clock was set: a canvas changes',
    ],
    [
      'a live layer moves',
      { body: '<div class="card moving" data-layer="live" style="overflow: hidden"></div>' },
      '<div class="card moving"> is live and moves',
    ],
    [
      'a live layer may paint outside of its box',
      { body: '<div class="card" data-layer="live"></div>' },
      '<div class="card"> is live and has overflow: visible',
    ],
    [
      'a live layer has a shadow',
      { body: '<canvas class="card" data-layer="live" style="box-shadow: 0 0 9px #000"></canvas>' },
      '<canvas class="card"> is live and has box-shadow: rgb(0, 0, 0) 0px 0px 9px 0px',
    ],
    [
      'what is in a live layer asks for animation frames',
      {
        body: '<div class="card" data-layer="live" style="overflow: hidden"><b>0</b></div>',
        script: "const turn = (ms) => { document.querySelector('b').textContent = ms; requestAnimationFrame(turn) }; requestAnimationFrame(turn)",
      },
      'the page moves by script: it asks for animation frames',
    ],
    [
      'it changes when its clock is set',
      {
        script:
          "const card = document.querySelector('.card'); const [of] = card.getAnimations(); Object.defineProperty(of, 'currentTime', { set(ms) { card.style.left = ms / 100 + 'px' } })",
      },
      'the page changed while its clock was set: <div class="card moving"> changes',
    ],
    [
      'it draws at every frame of the screen',
      {
        script:
          "const c = document.querySelector('.card'); const turn = (ms) => { c.title = ms; requestAnimationFrame(turn) }; requestAnimationFrame(turn)",
      },
      'the page moves by script: it asks for animation frames',
    ],
    [
      'it draws on a canvas now and then',
      {
        body: `<canvas width="20" height="20"></canvas>${card}`,
        script:
          "const c = document.querySelector('canvas').getContext('2d'); setInterval(() => { c.fillStyle = 'hsl(' + performance.now() + 'deg 90% 50%)'; c.fillRect(0, 0, 20, 20) }, 1)",
      },
      expect.stringMatching(/^the page (moves by script: a canvas changes|changed while its clock was set: a canvas changes)$/) as string,
    ],
    [
      // Not by a timer, which may not be due while the page is watched.
      'tasks of its own change it',
      {
        script:
          "const c = document.querySelector('.card'); const { port1, port2 } = new MessageChannel(); port1.onmessage = () => { c.style.left = Math.random() + 'px'; port2.postMessage(0) }; port2.postMessage(0)",
      },
      expect.stringMatching(/^the page (moves by script|changed while its clock was set): <div class="card moving"> changes$/) as string,
    ],
  ])('by screenshots, where %s', async (_name, page, reason) => {
    expect(await askPage(page)).toEqual({ reason })
  })
})
