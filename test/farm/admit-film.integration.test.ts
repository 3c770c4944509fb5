import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { admitFilm } from '../../src/farm/admit-film.ts'
import { gatherFilm } from '../../src/farm/gather-film.ts'
import { FilmInvalidError, type Fault } from '../../src/film/fault.ts'
import { strictPolicy, type AssetPolicy } from '../../src/storage/fetch/asset-policy.ts'
import { noSignal } from '../support/capture.ts'
import { strict } from '../support/fetch-order.ts'
import { serve } from '../support/loopback.ts'
import { tempFolder } from '../support/temp-folder.ts'

const image = 'https://a.example/b.jpg'
const scene = { image, duration: 1 }

function faultsOf(fields: object, policy = strictPolicy): readonly Fault[] {
  try {
    admitFilm({ version: 1, scenes: [scene], ...fields }, policy)
  } catch (error) {
    if (error instanceof FilmInvalidError) return error.faults
    throw error
  }
  return []
}

async function gathered(fields: object, policy: AssetPolicy): Promise<FilmInvalidError> {
  try {
    await gatherFilm(admitFilm({ version: 1, ...fields }, policy), { folder: await tempFolder(), decodeImages: true, policy }, noSignal)
  } catch (error) {
    if (error instanceof FilmInvalidError) return error
    throw error
  }
  throw new Error('everything could be used')
}

describe('a film that comes in a request', () => {
  it('is taken when it names the public web', () => {
    expect(faultsOf({})).toEqual([])
  })

  it.each([
    ['a path', { scenes: [{ ...scene, image: 'photos/a.jpg' }] }, '/scenes/0/image', /is a path/],
    ['a path with ..', { scenes: [{ ...scene, image: '../../etc/passwd' }] }, '/scenes/0/image', /is a path/],
    ['an absolute path', { music: { source: '/etc/passwd' } }, '/music/source', /is a path/],
    ['a file: address', { captions: { source: 'file:///etc/passwd' } }, '/captions/source', /may not be used: files of this machine/],
    ['a private address', { watermark: { source: 'http://2130706433/a.png' } }, '/watermark/source', /may not be used: it does not lead/],
    ['an odd port', { scenes: [{ ...scene, image: 'https://8.8.8.8:6379/a.jpg' }] }, '/scenes/0/image', /its port is none of/],
    ['a bucket', { scenes: [{ ...scene, image: 'gs://secrets/a.jpg' }] }, '/scenes/0/image', /its bucket is not one/],
    ['another scheme', { scenes: [{ ...scene, image: 'gopher://a.example/1' }] }, '/scenes/0/image', /has the scheme gopher:/],
    ['an asset that is no hash', { scenes: [{ ...scene, image: 'asset:sha256-../../etc/passwd' }] }, '/scenes/0/image', /must be asset:sha256-HEX/],
    ['a template of its own', { scenes: [{ ...scene, template: '/srv/template' }] }, '/scenes/0/template', /is not the name of a template/],
    ['a template with ..', { scenes: [{ ...scene, template: '../../template' }] }, '/scenes/0/template', /is not the name of a template/],
    ['a template by a file: address', { scenes: [{ ...scene, template: 'file:///srv' }] }, '/scenes/0/template', /is not the name of a template/],
    ['a folder of fonts', { fontsFolder: '/usr/share/fonts' }, '/fontsFolder', /is a folder, and this film may name none/],
    ['a font of this machine', { fonts: [{ family: 'A', source: '/usr/share/fonts/a.ttf' }] }, '/fonts/0/source', /is a path/],
  ])('is refused when it names %s', (_what, fields, pointer, message) => {
    expect(faultsOf(fields)).toEqual([expect.objectContaining({ pointer, message: expect.stringMatching(message) })])
  })

  it('is told what it may name instead', () => {
    expect(faultsOf({ scenes: [{ ...scene, image: 'a.jpg' }] })[0]?.allowed).toBe('an http:, https:, gs: or asset: address')
    expect(faultsOf({ scenes: [{ ...scene, template: './a' }] })[0]?.allowed).toBe('the name of a template')
  })

  it('has its password in no fault', () => {
    const [fault] = faultsOf({ scenes: [{ ...scene, image: 'https://user:pass@a.example/b.jpg' }] })
    expect(fault).toMatchObject({ message: 'has a user name or a password in it', value: 'https://***@a.example/b.jpg' })
  })

  it('names no file among the props of a template either', async () => {
    const scenes = [{ template: 'split', duration: 1, props: { images: ['a.jpg', 'file:///etc/passwd'] } }]
    const { faults } = await gathered({ scenes }, strictPolicy)
    expect(faults.map(({ pointer }) => pointer)).toContain('/scenes/0/props/images/0')
    const own = [{ template: 'split', duration: 1, props: { images: ['file:///etc/passwd', 'file:///etc/hosts'] } }]
    expect((await gathered({ scenes: own }, strictPolicy)).faults.map(({ message }) => message)).toEqual(
      ['file:///etc/passwd', 'file:///etc/hosts'].map((text) => `${text} may not be used: files of this machine are not read for this film`),
    )
  })

  it('learns nothing of our network, while its operator does', async () => {
    const host = await serve((_request, response) => response.end('secret'))
    const text = `${host.replace('127.0.0.1', 'localhost')}/a.jpg`
    const error = await gathered({ scenes: [{ image: text, duration: 1 }] }, strictPolicy)
    const told = `${text} may not be used: it does not lead to an address that may be fetched from`
    expect(error.faults).toEqual([expect.objectContaining({ pointer: '/scenes/0/image', message: told })])
    expect(JSON.stringify(error.faults)).not.toMatch(/127\.0\.0\.1|::1/)
    expect(error.message).not.toMatch(/127\.0\.0\.1|::1/)
    expect(error.detail).toMatch(/^\/scenes\/0\/image: localhost is (127\.0\.0\.1|::1) \(loopback\)/)
  })

  it('is gathered from a host that is allowed, and from what was uploaded', async () => {
    const folder = await tempFolder()
    const photo = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#345' } })
      .png()
      .toBuffer()
    const host = await serve((_request, response) => response.writeHead(200, { 'content-type': 'image/png' }).end(photo))
    const name = `sha256-${'0a'.repeat(32)}`
    await writeFile(join(folder, name), photo)
    const { policy } = strict(folder, { allowed: [new URL(host).host], assetFolder: folder })
    const film = admitFilm(
      {
        version: 1,
        scenes: [
          { image: `${host}/a.png`, duration: 1 },
          { image: `asset:${name}`, duration: 1 },
        ],
      },
      policy,
    )
    const { assets } = await gatherFilm(film, { folder: await tempFolder(), decodeImages: true, policy }, noSignal)
    expect(assets.images.map((one) => one?.width)).toEqual([64, 64])
  })

  it('has a limit on all its downloads together', async () => {
    const photo = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#345' } })
      .tiff({ compression: 'none' })
      .toBuffer()
    const host = await serve((_request, response) => response.end(photo))
    const scenes = ['a', 'b', 'c'].map((name) => ({ image: `${host}/${name}.tiff`, duration: 1 }))
    const { policy } = strict('/', { allowed: [new URL(host).host], limits: { ...strictPolicy.limits, maxFilmBytes: photo.length * 2.5 } })
    const { faults } = await gathered({ scenes }, policy)
    expect(faults).toHaveLength(1)
    expect(faults[0]?.message).toContain('with it the film has more than')
  })

  it('has the public web alone also where nobody has said which policy it is under', async () => {
    const host = await serve((_request, response) => response.end('secret'))
    const open = { ...strictPolicy, privateAddresses: 'allowed', ports: 'all' } as const
    const film = admitFilm({ version: 1, scenes: [{ image: `${host}/a.jpg`, duration: 1 }] }, open)
    const gathering = gatherFilm(film, { folder: await tempFolder(), decodeImages: true }, noSignal)
    await expect(gathering).rejects.toMatchObject({ message: expect.stringContaining('may not be used') })
  })
})
