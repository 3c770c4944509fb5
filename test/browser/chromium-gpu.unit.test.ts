import { describe, expect, it } from 'vitest'
import { chromiumFlags } from '../../src/browser/chromium-flags.ts'
import { checkGpu, gpuFactsOf, gpuWishFromEnvironment } from '../../src/browser/chromium-gpu.ts'

const card = 'ANGLE (NVIDIA Corporation, NVIDIA L4/PCIe/SSE2, OpenGL ES 3.2)'
const report = (glRenderer: string, compositing: string, devices: readonly string[] = []) => ({
  auxAttributes: { glRenderer },
  featureStatus: { gpu_compositing: compositing },
  devices: devices.map((deviceString) => ({ deviceString })),
})

describe('what Chromium reports of its graphics', () => {
  it('is a card where one is named and puts pages together', () => {
    const facts = gpuFactsOf(report(card, 'enabled'))
    expect(facts).toEqual({ renderer: card, isSoftware: false })
    expect(() => checkGpu('required', facts)).not.toThrow()
  })

  it.each([
    ['SwiftShader', report('ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero)), SwiftShader driver)', 'enabled'), /SwiftShader/],
    ['llvmpipe', report('ANGLE (Mesa, llvmpipe (LLVM 15.0.6, 256 bits), OpenGL ES 3.2)', 'enabled'), /llvmpipe/],
    ['a card that Chromium has given up on', report(card, 'disabled_software', ['NVIDIA L4']), /disabled_software/],
    ['no renderer and no device', report('', 'enabled'), /unknown/],
    ['nothing at all', { devices: [] }, /unknown/],
  ])('%s is software, and refused where a card is required', (_name, told, words) => {
    const facts = gpuFactsOf(told)
    expect(facts.isSoftware).toBe(true)
    expect(() => checkGpu('required', facts)).toThrow(words)
    expect(() => checkGpu('off', facts)).not.toThrow()
  })
})

describe('the wish for a card', () => {
  it('is off, required, or refused', () => {
    expect(gpuWishFromEnvironment({})).toBe('off')
    expect(gpuWishFromEnvironment({ FRAMEFARM_CHROME_GPU: 'required' })).toBe('required')
    expect(() => gpuWishFromEnvironment({ FRAMEFARM_CHROME_GPU: 'auto' })).toThrow(/"auto"; allowed: off, required/)
  })

  it('takes the flag away that forbids it, and leaves Chromium no software to fall back to', () => {
    const shell = { path: '/chromium', kind: 'headless-shell', from: 'PATH' } as const
    const [without, withCard] = (['off', 'required'] as const).map((gpu) => chromiumFlags(shell, { capture: 'begin-frame', sandbox: true, gpu }))
    expect(without).toContain('--disable-gpu')
    expect(withCard).not.toContain('--disable-gpu')
    expect(withCard).toEqual(expect.arrayContaining(['--use-gl=angle', '--use-angle=gl-egl', '--disable-software-rasterizer']))
  })
})
