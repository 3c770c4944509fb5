import { describe, expect, it } from 'vitest'
import { layersAndShots } from '../support/layers-and-shots.ts'
import { ownTemplate, type OwnTemplate } from '../support/own-template.ts'
import { ssim } from '../support/ssim.ts'
import { tempFolder } from '../support/temp-folder.ts'

const size = { width: 640, height: 360 }

const pages: readonly (readonly [string, OwnTemplate])[] = [
  [
    'text that fades in over a gradient',
    {
      style: `body { background: linear-gradient(#124, #a63); height: 100vh }
        .title { position: absolute; left: 60px; top: 120px; font: bold 60px sans-serif; color: #fff; text-shadow: 0 4px 12px #000; animation: in 1s both; will-change: opacity }
        @keyframes in { from { opacity: 0 } }`,
      body: '<div class="title" data-layer>A fine day</div>',
    },
  ],
  [
    'a translucent lower third that slides in over a moving picture',
    {
      style: `.picture { position: absolute; width: 800px; height: 450px; background: radial-gradient(circle at 30% 40%, #fc8, #246 60%, #012); transform-origin: 0 0; animation: pan 1s linear both }
        @keyframes pan { from { transform: translate(-20px, -10px) } to { transform: translate(-140px, -80px) } }
        .third { position: absolute; left: 0; bottom: 40px; padding: 12px 40px; background: #000a; color: #fe8; font: 32px serif; animation: slide 1s ease-out both; will-change: transform }
        @keyframes slide { from { transform: translateX(-100%) } to { transform: translateX(30.5px) } }`,
      body: '<div class="picture" data-layer></div><div class="third" data-layer>Ada Lovelace</div>',
    },
  ],
  [
    'a round badge that grows, above a half transparent sheet',
    {
      style: `body { background: #275 }
        .sheet { position: absolute; inset: 40px 80px; background: #fff8; border-radius: 30px; animation: breathe 1s both; transform-origin: 50% 50% }
        @keyframes breathe { from { transform: scale(0.9); opacity: 0.4 } to { transform: scale(1); opacity: 0.9 } }
        .badge { position: absolute; left: 260px; top: 120px; width: 120px; height: 120px; border-radius: 50%; background: #e24; box-shadow: 0 6px 20px #0008; animation: grow 1s both }
        @keyframes grow { from { transform: scale(0.3) } to { transform: scale(1.6) } }`,
      body: '<div class="sheet" data-layer></div><div class="badge" data-layer></div>',
    },
  ],
  [
    'a title over everything, which stays, and a veil that comes and goes',
    {
      style: `body { background: #eee; color: #c22 }
        .veil { position: absolute; inset: 0; background: #013; animation: veil 1s both; will-change: opacity }
        @keyframes veil { from { opacity: 0 } 50% { opacity: 0.8 } to { opacity: 0 } }
        .title { position: absolute; left: 0; right: 0; top: 130px; text-align: center; font: 50px sans-serif; will-change: transform }`,
      body: '<p>below</p>and beside<div class="veil" data-layer></div><div class="title" data-layer>Chapter 1</div>',
    },
  ],
  [
    'a canvas and blurred words that script changes, between layers that it moves',
    {
      style: `.picture { position: absolute; width: 800px; height: 450px; background: radial-gradient(circle at 30% 40%, #fc8, #246 60%, #012); transform-origin: 0 0; will-change: transform }
        canvas { position: absolute; right: 21px; top: 15px; width: 130px; height: 130px }
        .words { position: absolute; left: 20.5px; bottom: 11px; width: 301px; height: 90px; overflow: hidden; isolation: isolate }
        .words b { position: absolute; left: 10px; top: 20px; font: 40px serif; color: #fe8; text-shadow: 0 3px 6px #000 }
        .veil { position: absolute; inset: 0 60% 0 0; background: #013; will-change: opacity }`,
      body: `<div class="picture" data-layer></div><canvas width="130" height="130" data-layer="live"></canvas>
        <div class="words" data-layer="live"><b>Ada</b></div><div class="veil" data-layer></div>`,
      script: `const style = (name) => document.querySelector(name).style
        const context = document.querySelector('canvas').getContext('2d')
        onSeek((ms) => {
          style('.picture').transform = \`translate(\${-20 - ms / 8}px, \${-10 - ms / 14}px)\`
          style('.veil').opacity = ms / 1500
          Object.assign(style('.words b'), { filter: \`blur(\${3 - ms / 400}px)\`, transform: \`translateX(\${ms / 10}px)\`, opacity: 0.4 + ms / 1700 })
          context.clearRect(0, 0, 130, 130)
          context.fillStyle = \`hsl(\${ms / 3}deg 90% 60% / 0.8)\`
          context.beginPath()
          context.arc(65, 65, 20 + ms / 30, 0, 7)
          context.fill()
        })`,
    },
  ],
  [
    'live layers that reach beyond each side of the frame, and one that is hidden at times',
    {
      style: `body { background: #275 }
        .live { position: absolute; overflow: hidden; isolation: isolate; width: 200px; height: 120px; color: #fff; font: bold 60px sans-serif; background: #0006 }`,
      body: `<div class="live" data-layer="live" style="left: 140px; top: 190px">0</div>
        <div class="live" data-layer="live" style="left: -151px; top: 40px">0</div>
        <div class="live" data-layer="live" style="left: 300px; top: -70px">0</div>
        <div class="live" data-layer="live" style="left: 520px; top: 300px">0</div>`,
      script: `const [inside, one, above, other] = document.querySelectorAll('.live')
        onSeek((ms) => {
          one.textContent = \`No \${Math.round(ms)}\`
          for (const layer of [inside, above, other]) layer.textContent = Math.round(ms)
          other.style.visibility = ms > 400 && ms < 700 ? 'hidden' : 'visible'
        })`,
    },
  ],
]

describe('several layers show the same picture as screenshots', () => {
  it.each(pages)('with %s', async (_name, page) => {
    const site = await ownTemplate(page, { folder: await tempFolder(), size })
    const pairs = await layersAndShots(site, size, { frames: 30, every: 5 })
    expect(pairs).toHaveLength(6)
    for (const { frame, composed, shown } of pairs) {
      const similarity = ssim(composed, shown)
      const differences = Array.from(composed.data, (value, pixel) => Math.abs(value - (shown.data[pixel] ?? 0)))
      expect(similarity, `SSIM of frame ${frame}`).toBeGreaterThan(0.995)
      expect(differences.reduce((sum, value) => sum + value, 0) / differences.length, `mean difference of frame ${frame}`).toBeLessThan(1.5)
    }
  })
})
