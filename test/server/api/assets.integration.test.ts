import { createHash } from 'node:crypto'
import { readdir, rm } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { join } from 'node:path'
import sharp from 'sharp'
import { Upload } from 'tus-js-client'
import { describe, expect, it } from 'vitest'
import type { Asset } from '../../../src/api/asset.ts'
import { openObjectStore } from '../../../src/storage/objects/open-object-store.ts'
import { problemOf, sentFilm, startApi, testKeys } from '../../support/api.ts'
import { until } from '../../support/preview.ts'
import { tempFolder } from '../../support/temp-folder.ts'

async function photo(width = 64): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(
    await sharp({ create: { width, height: 48, channels: 3, background: '#4080c0' } })
      .jpeg()
      .toBuffer(),
  )
}

function idOf(bytes: Uint8Array): string {
  return `asset:sha256-${createHash('sha256').update(bytes).digest('hex')}`
}

const part = { 'content-type': 'application/offset+octet-stream', 'tus-resumable': '1.0.0' }

describe('POST /v1/assets', () => {
  it('keeps a file by its content, once, where the renderer looks for it', async () => {
    const assetFolder = await tempFolder()
    const api = await startApi({ assetFolder })
    const bytes = await photo()
    const send = async () => api.call('/v1/assets', { method: 'POST', body: bytes, headers: { 'content-type': 'application/octet-stream' } })
    const first = await send()
    const asset = (await first.json()) as Asset
    expect([first.status, first.headers.get('location'), asset]).toEqual([
      201,
      `/v1/assets/${idOf(bytes)}`,
      { id: idOf(bytes), bytes: bytes.length, sha256: asset.sha256, mediaType: 'image/jpeg' },
    ])
    expect((await send()).status).toBe(200)
    expect((await readdir(assetFolder)).filter((name) => name.startsWith('sha256-'))).toEqual([`sha256-${asset.sha256}`])
    expect(await readdir(join(assetFolder, 'incoming'))).toEqual([])
    expect(await (await api.call(`/v1/assets/${asset.id}`)).json()).toEqual(asset)
    expect((await api.call(`/v1/assets/${asset.id}`, { method: 'HEAD' })).status).toBe(200)
    const film = sentFilm({ scenes: [{ image: asset.id, duration: 1 }] })
    expect((await api.call('/v1/renders', { method: 'POST', json: { film } })).status).toBe(202)
  })

  it('is known to every server that shares a store, and to the same key alone', async () => {
    const { keys, secrets } = testKeys({ id: 'a' }, { id: 'b' })
    const common = await tempFolder()
    const shared = openObjectStore(common)
    const [here, there] = [await startApi({ keys, shared }), await startApi({ keys, shared })]
    const [a = '', b = ''] = secrets
    const bytes = await photo()
    const sent = await here.call('/v1/assets', { method: 'POST', body: bytes, key: a })
    expect(await (await there.call(`/v1/assets/${idOf(bytes)}`, { key: a })).json()).toEqual(await sent.json())
    expect((await there.call(`/v1/assets/${idOf(bytes)}`, { key: b })).status).toBe(404)
    await rm(join(common, 'assets', idOf(bytes).slice('asset:'.length)))
    expect((await there.call(`/v1/assets/${idOf(bytes)}`, { key: a })).status).toBe(404)
    expect((await here.call(`/v1/assets/${idOf(bytes)}`, { key: a })).status).toBe(200)
  })

  it('shows nobody what another key has sent', async () => {
    const { keys, secrets } = testKeys({ id: 'a' }, { id: 'b' })
    const api = await startApi({ keys })
    const [a = '', b = ''] = secrets
    const bytes = await photo()
    const send = async (key: string) => api.call('/v1/assets', { method: 'POST', body: bytes, key })
    await send(a)
    expect((await api.call(`/v1/assets/${idOf(bytes)}`, { key: b })).status).toBe(404)
    const film = sentFilm({ scenes: [{ image: idOf(bytes), duration: 1 }] })
    const refused = await problemOf(await api.call('/v1/renders', { method: 'POST', json: { film }, key: b }))
    expect(refused.errors).toEqual([{ pointer: '/film/scenes/0/image', detail: 'names an asset that was not sent to this server' }])
    // Not even by the answer to sending it.
    expect((await send(b)).status).toBe(201)
    expect((await api.call(`/v1/assets/${idOf(bytes)}`, { key: b })).status).toBe(200)
  })

  it('takes what films use, told by its content, and nothing else', async () => {
    const api = await startApi()
    const send = async (text: string, type: string) =>
      api.call('/v1/assets', { method: 'POST', body: new TextEncoder().encode(text), headers: { 'content-type': type } })
    expect((await send('WEBVTT\n\n00:00.000 --> 00:01.000\nHello', 'text/vtt')).status).toBe(201)
    expect((await send('<svg xmlns="http://www.w3.org/2000/svg"/>', 'image/svg+xml')).status).toBe(201)
    for (const [text, type] of [
      ['<html><script>alert(1)</script>', 'text/html'],
      ['<html>', 'image/jpeg'],
      ['#!/bin/sh\nrm -rf /', 'image/png'],
      ['no subtitles', 'text/vtt'],
      ['%PDF-1.7\n', 'application/pdf'],
    ] as const)
      expect({ sent: type, ...(await problemOf(await send(text, type))) }).toMatchObject({ sent: type, status: 415, code: 'MEDIA_TYPE_WRONG' })
    expect(await problemOf(await send('', 'image/png'))).toMatchObject({ status: 422, code: 'ASSET_INVALID' })
  })

  it('refuses what is too large, by its length or while it comes, and keeps nothing of it', async () => {
    const assetFolder = await tempFolder()
    const api = await startApi({ assetFolder, settings: { maxAssetBytes: 10_000 } })
    const large = new Uint8Array(20_000)
    expect(await problemOf(await api.call('/v1/assets', { method: 'POST', body: large }))).toMatchObject({ status: 413, code: 'REQUEST_TOO_LARGE' })
    const stream = new Blob([large]).stream()
    expect(await problemOf(await api.call('/v1/assets', { method: 'POST', body: stream }))).toMatchObject({ status: 413, code: 'REQUEST_TOO_LARGE' })
    expect(await readdir(join(assetFolder, 'incoming'))).toEqual([])
  })

  it('keeps nothing of a file whose sender goes away', async () => {
    const assetFolder = await tempFolder()
    const api = await startApi({ assetFolder })
    const sending = httpRequest(`${api.url}/v1/assets`, { method: 'POST', headers: { 'content-length': '1000' }, agent: false })
    sending.on('error', () => undefined)
    sending.write('half of it')
    const incoming = async () => readdir(join(assetFolder, 'incoming')).catch(() => [])
    let names: readonly string[] = []
    while (names.length === 0) names = await incoming()
    sending.destroy()
    while (names.length > 0) names = await incoming()
    await until(() => api.logged.some((line) => line.includes('"status":499')))
    expect((await readdir(assetFolder)).filter((name) => name.startsWith('sha256-'))).toEqual([])
  })
})

describe('uploads in parts', () => {
  it('work with a client of the tus protocol', async () => {
    const { keys, secrets } = testKeys({ id: 'a' })
    const api = await startApi({ keys })
    const bytes = await photo(2000)
    const { promise, resolve, reject } = Promise.withResolvers<string | undefined>()
    const upload = new Upload(Buffer.from(bytes), {
      endpoint: `${api.url}/v1/uploads`,
      chunkSize: 1000,
      headers: { authorization: `Bearer ${secrets[0]}` },
      metadata: { filetype: 'image/jpeg' },
      onError: reject,
      onSuccess: ({ lastResponse }) => resolve(lastResponse.getHeader('Asset-Id')),
    })
    upload.start()
    expect(await promise).toBe(idOf(bytes))
    expect((await api.call(`/v1/assets/${idOf(bytes)}`, { key: secrets[0] ?? '' })).status).toBe(200)
  })

  it('go on where they were cut off', async () => {
    const api = await startApi()
    const bytes = await photo(2000)
    const begun = await api.call('/v1/uploads', { method: 'POST', headers: { 'upload-length': String(bytes.length) } })
    const place = begun.headers.get('location') ?? ''
    expect([begun.status, begun.headers.get('upload-offset'), place]).toEqual([201, '0', expect.stringMatching(/^\/v1\/uploads\/[0-9a-f]{32}$/)])
    const offset = async () => Number((await api.call(place, { method: 'HEAD' })).headers.get('upload-offset'))
    const headers = { ...part, 'upload-offset': '0', 'content-length': String(bytes.length) }
    const sending = httpRequest(api.url + place, { method: 'PATCH', headers, agent: false })
    sending.on('error', () => undefined)
    sending.write(bytes.subarray(0, 700))
    while ((await offset()) < 700);
    sending.destroy()
    const rest = async (from: number) =>
      api.call(place, { method: 'PATCH', body: bytes.subarray(from), headers: { ...part, 'upload-offset': String(from) } })
    let ended = await rest(700)
    // Until the server has heard that the other connection has gone.
    while (ended.status === 409) ended = await rest(700)
    expect([ended.status, ended.headers.get('asset-id'), ended.headers.get('upload-offset')]).toEqual([204, idOf(bytes), String(bytes.length)])
    expect((await api.call(place, { method: 'HEAD' })).headers.get('asset-id')).toBe(idOf(bytes))
    expect((await api.call(place, { method: 'DELETE' })).status).toBe(204)
    expect((await api.call(place, { method: 'HEAD' })).status).toBe(404)
    expect((await api.call(`/v1/assets/${idOf(bytes)}`)).status).toBe(200)
  })

  it('take no part that begins elsewhere, is of another type, or is longer than the file', async () => {
    const api = await startApi()
    const place = (await api.call('/v1/uploads', { method: 'POST', headers: { 'upload-length': '10' } })).headers.get('location') ?? ''
    const send = async (from: string, bytes: number, headers: Record<string, string> = part) =>
      problemOf(await api.call(place, { method: 'PATCH', body: new Uint8Array(bytes), headers: { ...headers, 'upload-offset': from } }))
    expect(await send('5', 5)).toMatchObject({ status: 409, code: 'UPLOAD_OFFSET_WRONG', detail: 'the part begins at 5; the upload has 0 bytes' })
    expect(await send('-1', 5)).toMatchObject({ status: 400 })
    expect(await send('0', 5, { 'content-type': 'text/plain' })).toMatchObject({ status: 415 })
    expect(await send('0', 11)).toMatchObject({ status: 413 })
    // Whole, and of no kind: it is thrown away.
    expect(await send('0', 10)).toMatchObject({ status: 415 })
    expect((await api.call(place, { method: 'HEAD' })).status).toBe(404)
  })

  it('are refused when they are too large or too many, and belong to their key alone', async () => {
    const { keys, secrets } = testKeys({ id: 'a' }, { id: 'b' })
    const api = await startApi({ keys, settings: { maxAssetBytes: 1000, maxUploads: 1 } })
    const [a = '', b = ''] = secrets
    const begin = async (key: string, length: string) => api.call('/v1/uploads', { method: 'POST', key, headers: { 'upload-length': length } })
    expect(await problemOf(await begin(a, '1001'))).toMatchObject({ status: 413 })
    expect(await problemOf(await begin(a, 'long'))).toMatchObject({ status: 400 })
    const place = (await begin(a, '10')).headers.get('location') ?? ''
    expect(await problemOf(await begin(a, '10'))).toMatchObject({ status: 429, code: 'LIMIT_REACHED' })
    expect((await begin(b, '10')).status).toBe(201)
    expect((await api.call(place, { method: 'HEAD', key: b })).status).toBe(404)
    expect((await api.call(place, { method: 'DELETE', key: b })).status).toBe(404)
    expect((await api.call(place, { method: 'HEAD', key: a })).status).toBe(200)
  })

  it('say what of the protocol there is', async () => {
    const api = await startApi()
    const { status, headers } = await api.call('/v1/uploads', { method: 'OPTIONS' })
    expect([status, headers.get('tus-version'), headers.get('tus-extension'), headers.get('tus-max-size')]).toEqual([
      204,
      '1.0.0',
      'creation,expiration,termination',
      '1000000000',
    ])
  })
})
