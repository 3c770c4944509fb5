import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it, onTestFinished } from 'vitest'
import { fetchSource } from '../../../src/storage/fetch/fetch-source.ts'
import { strictPolicy } from '../../../src/storage/fetch/asset-policy.ts'
import { strict, trusting } from '../../support/fetch-order.ts'
import { serve } from '../../support/loopback.ts'
import { sourceOf } from '../../support/source-of.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { thrownBy } from '../../support/thrown-by.ts'

const photo = Buffer.alloc(300_000, 'photo')
const portOf = (host: string) => Number(new URL(host).port)
const everyLoopback = ['127.0.0.0/8']

/** A web server that counts who comes to it. */
async function counting(answer: RequestListener = (_request, response) => response.end(photo)) {
  const asked: string[] = []
  const host = await serve((request, response) => {
    asked.push(request.url ?? '')
    answer(request, response)
  })
  return { host, asked }
}

/** A second server of the same port on another address of this machine. */
async function countingOn(address: string, port: number) {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.end('the wrong one')
  })
  const { promise, resolve } = Promise.withResolvers<void>()
  server.listen(port, address, resolve)
  await promise
  onTestFinished(() => void server.close())
  return { asked, port: (server.address() as AddressInfo).port }
}

describe('a film of others', () => {
  it.each([
    'http://127.0.0.1:PORT/',
    'http://localhost:PORT/',
    'http://2130706433:PORT/',
    'http://0x7f.1:PORT/',
    'http://017700000001:PORT/',
    'http://127.1:PORT/',
    'http://0.0.0.0:PORT/',
    'http://[::1]:PORT/',
    'http://[::ffff:127.0.0.1]:PORT/',
    'http://[::127.0.0.1]:PORT/',
    'http://[64:ff9b::127.0.0.1]:PORT/',
    'http://169.254.169.254/computeMetadata/v1/',
    'http://[fd00:ec2::254]/latest/meta-data/',
  ])('never reaches %s, and learns nothing of what is there', async (template) => {
    const { host, asked } = await counting()
    const text = template.replace('PORT', String(portOf(host)))
    const folder = await tempFolder()
    const error = await thrownBy(fetchSource(sourceOf(text), strict(folder)))
    expect(error).toMatchObject({
      code: 'ASSET_REFUSED',
      message: `${text} may not be used: it does not lead to an address that may be fetched from`,
      detail: expect.stringMatching(/ is .* \(\w+\)/),
    })
    expect(asked).toEqual([])
    expect(await readdir(folder)).toEqual([])
  })

  it('reads the same words of a name that does not exist as of one that is private', async () => {
    const resolveHost = () => Promise.reject(new Error('getaddrinfo ENOTFOUND vault.internal'))
    const error = await thrownBy(fetchSource(sourceOf('https://vault.internal/a.jpg'), { ...strict(await tempFolder()), resolveHost }))
    expect(error.message).toBe('https://vault.internal/a.jpg may not be used: it does not lead to an address that may be fetched from')
    expect(error.detail).toContain('ENOTFOUND')
  })

  it('reaches a loopback address that its operator allows', async () => {
    const { host } = await counting()
    const order = strict(await tempFolder(), { allowed: [`127.0.0.1:${portOf(host)}`] })
    await expect(readFile(await fetchSource(sourceOf(`${host}/a.jpg`), order))).resolves.toEqual(photo)
  })

  it('reaches no other port of it', async () => {
    const { host, asked } = await counting()
    const error = await thrownBy(fetchSource(sourceOf(`${host}/a.jpg`), strict(await tempFolder(), { allowed: ['127.0.0.1:1'] })))
    expect(error.code).toBe('ASSET_REFUSED')
    expect(asked).toEqual([])
  })

  it('reaches no port but those of the web, also where private addresses are allowed', async () => {
    const { host, asked } = await counting()
    const error = await thrownBy(fetchSource(sourceOf(`${host}/a.jpg`), strict(await tempFolder(), { privateAddresses: 'allowed' })))
    expect(error.message).toBe(`${host}/a.jpg may not be used: its port is none of 80, 443, 8080, 8443`)
    expect(asked).toEqual([])
  })

  it('is connected to the address that was checked, though the name means another one a moment later', async () => {
    const { host, asked } = await counting()
    const trap = await countingOn('127.0.0.2', portOf(host))
    let questions = 0
    const resolveHost = async () => [{ address: questions++ === 0 ? '127.0.0.1' : '127.0.0.2', family: 4 }]
    const order = { ...strict(await tempFolder(), { allowed: ['127.0.0.1'] }), resolveHost }
    await fetchSource(sourceOf(`http://rebind.test:${portOf(host)}/a.jpg`), order)
    expect({ questions, asked, trapped: trap.asked }).toEqual({ questions: 1, asked: ['/a.jpg'], trapped: [] })
  })

  it('is asked anew of a name that a redirect leads to again', async () => {
    const { host } = await counting((_request, response) => response.writeHead(302, { location: '/again.jpg' }).end())
    const trap = await countingOn('127.0.0.2', portOf(host))
    let questions = 0
    const resolveHost = async () => [{ address: questions++ === 0 ? '127.0.0.1' : '127.0.0.2', family: 4 }]
    const order = { ...strict(await tempFolder(), { allowed: ['127.0.0.1'] }), resolveHost }
    const error = await thrownBy(fetchSource(sourceOf(`http://rebind.test:${portOf(host)}/a.jpg`), order))
    expect(error.code).toBe('ASSET_REFUSED')
    expect(trap.asked).toEqual([])
  })

  it('goes to the allowed one of several addresses of a name', async () => {
    const { host, asked } = await counting()
    const trap = await countingOn('127.0.0.2', portOf(host))
    const resolveHost = async () => ['127.0.0.2', '127.0.0.1'].map((address) => ({ address, family: 4 }))
    const order = { ...strict(await tempFolder(), { allowed: ['127.0.0.1'] }), resolveHost }
    await fetchSource(sourceOf(`http://both.test:${portOf(host)}/a.jpg`), order)
    expect({ asked, trapped: trap.asked }).toEqual({ asked: ['/a.jpg'], trapped: [] })
  })

  it('is not led to a private address by a redirect', async () => {
    const secret = await counting()
    const { host } = await counting((_request, response) => response.writeHead(302, { location: `${secret.host}/secret` }).end('moved'))
    const error = await thrownBy(fetchSource(sourceOf(`${host}/a.jpg`), strict(await tempFolder(), { allowed: [`127.0.0.1:${portOf(host)}`] })))
    expect(error.code).toBe('ASSET_REFUSED')
    expect(error.message).not.toContain(secret.host)
    expect(secret.asked).toEqual([])
  })

  it('is not led round in circles', async () => {
    const { host, asked } = await counting((_request, response) => response.writeHead(302, { location: '/round' }).end())
    const error = await thrownBy(fetchSource(sourceOf(`${host}/a.jpg`), strict(await tempFolder(), { allowed: everyLoopback })))
    expect(error.message).toBe(`${host}/a.jpg could not be downloaded: it redirects more than 5 times`)
    expect(asked).toHaveLength(6)
  })

  it('reads no file of this machine', async () => {
    const folder = await tempFolder()
    await writeFile(join(folder, 'photo.jpg'), photo)
    const error = await thrownBy(fetchSource(sourceOf(`file://${folder}/photo.jpg`), strict(folder)))
    expect(error).toMatchObject({ code: 'ASSET_REFUSED', message: expect.stringContaining('files of this machine are not read for this film') })
  })

  it('reads a file of an allowed folder, and none that a link or .. leads to outside of it', async () => {
    const folder = await tempFolder()
    const allowed = join(folder, 'allowed')
    await mkdir(allowed)
    await Promise.all([writeFile(join(allowed, 'in.jpg'), photo), writeFile(join(folder, 'out.jpg'), photo)])
    await symlink(join(folder, 'out.jpg'), join(allowed, 'link.jpg'))
    const order = strict(folder, { files: [allowed] })
    await expect(fetchSource(sourceOf(`file://${allowed}/in.jpg`), order)).resolves.toBe(join(allowed, 'in.jpg'))
    for (const path of ['/link.jpg', '/../out.jpg', '/%2e%2e/out.jpg', '', '-other/x.jpg']) {
      expect((await thrownBy(fetchSource(sourceOf(`file://${allowed}${path}`), order))).code).toBe('ASSET_REFUSED')
    }
  })

  it('reads no bucket that is not allowed, whatever this process may read', async () => {
    const error = await thrownBy(fetchSource(sourceOf('gs://secrets/a.jpg'), strict(await tempFolder(), { buckets: ['photos'] })))
    expect(error).toMatchObject({ code: 'ASSET_REFUSED', detail: 'the bucket secrets is not among those allowed' })
  })

  it('reads an uploaded asset by its hash; the command line has none', async () => {
    const folder = await tempFolder()
    const name = `sha256-${'0a'.repeat(32)}`
    await writeFile(join(folder, name), photo)
    await expect(fetchSource(sourceOf(`asset:${name}`), strict(folder, { assetFolder: folder }))).resolves.toBe(join(folder, name))
    const missing = await thrownBy(fetchSource(sourceOf(`asset:sha256-${'00'.repeat(32)}`), strict(folder, { assetFolder: folder })))
    expect(missing).toMatchObject({ code: 'ASSET_UNAVAILABLE', message: expect.stringContaining('has not been uploaded') })
    const refused = await thrownBy(fetchSource(sourceOf(`asset:${name}`), trusting(folder)))
    expect(refused.message).toContain('only a server has uploaded assets; give a path or an address')
  })
})

describe('a server that means no good', () => {
  const quick = (limits: Partial<typeof strictPolicy.limits>) => ({ allowed: everyLoopback, limits: { ...strictPolicy.limits, ...limits } })
  const fails = async (answer: RequestListener, limits: Partial<typeof strictPolicy.limits> = {}) => {
    const folder = await tempFolder()
    const host = await serve(answer)
    const { message, code } = await thrownBy(fetchSource(sourceOf(`${host}/a.jpg`), strict(folder, quick(limits))))
    expect(await readdir(folder)).toEqual([])
    return { code, reason: message.replace(`${host}/a.jpg could not be downloaded: `, '') }
  }

  it('and never answers is given up', async () => {
    await expect(fails(() => undefined, { idleMs: 150 })).resolves.toEqual({ code: 'ASSET_UNAVAILABLE', reason: 'nothing came for 0.15 s' })
  })

  it('and stops in the middle is given up', async () => {
    const { reason } = await fails((_request, response) => void response.writeHead(200, { 'content-length': 1000 }).write('x'), { idleMs: 150 })
    expect(reason).toBe('nothing came for 0.15 s')
  })

  it('and sends a byte now and then is given up', async () => {
    const { reason } = await fails(
      (_request, response) => {
        const drip = setInterval(() => response.write('x'), 30)
        response.on('close', () => clearInterval(drip))
      },
      { totalMs: 400 },
    )
    expect(reason).toBe('it took longer than 0.4 s')
  })

  it('and drips its headers is given up', async () => {
    const { reason } = await fails(
      ({ socket }) => {
        socket.write('HTTP/1.1 200 OK\r\n')
        const drip = setInterval(() => socket.write('X-Drip: 1\r\n'), 30)
        socket.on('close', () => clearInterval(drip))
      },
      { totalMs: 400 },
    )
    expect(reason).toBe('it took longer than 0.4 s')
  })

  it('and never ends is cut off at the limit', async () => {
    const { reason } = await fails(
      (_request, response) => {
        const pour = (): void => {
          while (!response.destroyed && response.write(photo));
          response.once('drain', pour)
        }
        pour()
      },
      { maxBytes: 2e6 },
    )
    expect(reason).toBe('it is larger than 2 MB')
  })

  it('and promises too much is not even listened to', async () => {
    const { reason } = await fails((_request, response) => void response.writeHead(200, { 'content-length': 3e6 }).write('x'), { maxBytes: 2e6 })
    expect(reason).toBe('it is larger than 2 MB')
  })

  it('and sends little that unpacks to much is cut off at the limit', async () => {
    const bomb = gzipSync(Buffer.alloc(50e6))
    const { reason } = await fails((_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb), { maxBytes: 2e6 })
    expect(reason).toBe('it is larger than 2 MB')
  })

  it.each(['zstd', 'gzip, gzip', 'constructor', '__proto__'])(
    'and compresses by %s, which was not asked for, is not listened to',
    async (encoding) => {
      const { reason } = await fails((_request, response) => response.writeHead(200, { 'content-encoding': encoding }).end('x'))
      expect(reason).toBe('it is compressed in a way that was not asked for')
    },
  )

  it.each(['text/html; charset=utf-8', 'application/json', 'audio/mpeg', 'text/plain'])('and calls an image %s is not believed', async (type) => {
    const { reason } = await fails((_request, response) => response.writeHead(200, { 'content-type': type }).end('secret'))
    expect(reason).toBe(`the server says that it is ${type.split(';')[0]}, not image`)
  })

  it.each([
    ['an answer that is a fault', (status: number) => status === 500],
    ['a type that is none', () => false],
  ])('has nothing of its own words in a message (%s)', async (_what, isFault) => {
    const { reason } = await fails((_request, response) => {
      response.writeHead(isFault(500) ? 500 : 200, { 'content-type': '<secret> secret', 'x-secret': 'secret' }).end('secret')
    })
    expect(reason).not.toContain('secret')
  })

  it('and breaks off says nothing of how', async () => {
    const { reason } = await fails((_request, response) => {
      response.writeHead(200, { 'content-length': '300000' })
      response.write('x', () => setTimeout(() => response.destroy(), 20))
    })
    expect(reason).toBe('the server did not answer as it should')
  })
})

it('an address with a password in it is never used, and the password never told', async () => {
  const { host, asked } = await counting((_request, response) =>
    response.writeHead(302, { location: `http://user:word@${new URL(host).host}/b` }).end(),
  )
  const error = await thrownBy(fetchSource(sourceOf(`${host}/a`), strict(await tempFolder(), { allowed: everyLoopback })))
  expect(error.code).toBe('ASSET_REFUSED')
  expect(`${error.message} ${error.detail}`).not.toContain('word@')
  expect(asked).toEqual(['/a'])
})
