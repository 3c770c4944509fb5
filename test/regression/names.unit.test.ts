import { describe, expect, it } from 'vitest'
import { baselineFolder, filmName } from '../../src/regression/baselines/baseline-places.ts'
import { safeName } from '../../src/regression/baselines/safe-name.ts'
import { rendererKey } from '../../src/regression/renderer/renderer-key.ts'

describe('safeName', () => {
  it('leaves a plain name as it is', () => {
    expect(['film', 'My-film_2.final', 'chromium-156-linux-x64-software-screenshot'].map(safeName)).toEqual([
      'film',
      'My-film_2.final',
      'chromium-156-linux-x64-software-screenshot',
    ])
  })

  it.each([
    '..',
    '.',
    '',
    '../../etc',
    'a/b',
    'a\\b',
    '.git',
    'con',
    'NUL.json',
    'film ',
    'a\nb',
    'a\u0000b',
    '-rf',
    'ß',
    '電影',
    'x'.repeat(300),
    "a'b;rm -rf $HOME",
  ])('makes one of %j that leads nowhere else', (name) => {
    expect(safeName(name)).toMatch(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/)
  })

  it('keeps names apart that would become the same', () => {
    const names = ['a b', 'a-b', 'a/b', 'a  b', 'é', 'è', '.a-b']
    expect(new Set(names.map(safeName)).size).toBe(names.length)
  })
})

describe('baselineFolder', () => {
  it('lies beside the film, whatever the film is called', () => {
    expect(baselineFolder('/films/intro.json', 'key')).toBe('/films/__frames__/intro/key')
    expect(baselineFolder('/films/...json', 'key')).toMatch(/^\/films\/__frames__\/film-[0-9a-f]{8}\/key$/)
    expect(filmName('/films/Intro.JSON')).toBe('Intro')
  })
})

describe('rendererKey', () => {
  it('has the major version of the browser, the platform, what draws, and the method', () => {
    const key = rendererKey('screenshot', { version: 'Chrome/156.0.8078.79', gpu: null }, 'linux-x64')
    expect(key).toBe('chromium-156-linux-x64-software-screenshot')
  })

  it('is the same for another build of that version, and another one for every other difference', () => {
    const facts = { version: 'Chrome/156.0.8078.79', gpu: null }
    expect(rendererKey('auto', { ...facts, version: 'Chrome/156.1.1.1' }, 'linux-x64')).toBe(rendererKey('auto', facts, 'linux-x64'))
    const card = 'ANGLE (NVIDIA Corporation, NVIDIA L4/PCIe/SSE2, OpenGL ES 3.2 NVIDIA 580.65.06)'
    const keys = [
      rendererKey('auto', facts, 'linux-x64'),
      rendererKey('auto', { ...facts, version: 'Chrome/157.0.0.1' }, 'linux-x64'),
      rendererKey('auto', { ...facts, version: null }, 'linux-x64'),
      rendererKey('auto', { ...facts, gpu: card }, 'linux-x64'),
      rendererKey('auto', { ...facts, gpu: `${card}9` }, 'linux-x64'),
      rendererKey('layers', facts, 'linux-x64'),
      rendererKey('auto', facts, 'darwin-arm64'),
    ]
    expect(new Set(keys).size).toBe(keys.length)
    for (const key of keys) expect(safeName(key)).toBe(key)
  })
})
