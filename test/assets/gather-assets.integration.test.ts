import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { gatherAssets, type Gathered } from '../../src/assets/gather-assets.ts'
import { findFfmpeg } from '../../src/encoder/find-ffmpeg.ts'
import { probeSound } from '../../src/encoder/probe-sound.ts'
import { parseFilm } from '../../src/film/parse-film.ts'
import { trustingPolicy } from '../../src/storage/fetch/asset-policy.ts'
import { fourColoursPicture, fourColoursSize } from '../support/four-colours.ts'
import { serve } from '../support/loopback.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { thrownBy } from '../support/thrown-by.ts'

type Wish = {
  readonly images: readonly string[]
  readonly voice?: string
  readonly music?: string
  readonly signal?: AbortSignal
  readonly decodeImages?: boolean
}

/** A folder with a photo, half a photo, an empty file and text. */
async function filmFolder(): Promise<string> {
  const folder = await tempFolder()
  const photo = await fourColoursPicture().jpeg().toBuffer()
  const large = await fourColoursPicture().resize(640, 480).jpeg().toBuffer()
  await Promise.all([
    writeFile(join(folder, 'photo.jpg'), photo),
    writeFile(join(folder, 'half.jpg'), large.subarray(0, large.length / 2)),
    writeFile(join(folder, 'empty.jpg'), ''),
    writeFile(join(folder, 'text.jpg'), 'no photo at all'),
  ])
  return folder
}

async function gather(
  folder: string,
  { images, voice, music, signal = new AbortController().signal, decodeImages = false }: Wish,
): Promise<Gathered> {
  const voiceover = voice === undefined ? {} : { voiceover: { source: voice } }
  const film = parseFilm(
    {
      version: 1,
      ...(music === undefined ? {} : { music: { source: music } }),
      scenes: images.map((image) => ({ image, duration: 8, ...voiceover })),
    },
    folder,
  )
  const downloads = await tempFolder()
  return gatherAssets(film, {
    folder: downloads,
    decodeImages,
    policy: trustingPolicy,
    signal,
    propImages: [],
    probeSound: (path, name) => probeSound(findFfmpeg(), path, name, signal),
  })
}

describe('gatherAssets', () => {
  it('gives one image and one voice for each scene, in order', async () => {
    const folder = await filmFolder()
    const voice = join(import.meta.dirname, '../../samples/voice/01.ogg')
    const gathered = await gather(folder, { images: ['photo.jpg', './photo.jpg'], voice, music: voice })
    const image = { path: join(folder, 'photo.jpg'), ...fourColoursSize }
    const sound = { path: voice, durationS: expect.any(Number) as number }
    expect(gathered).toMatchObject({ assets: { images: [image, image], voiceovers: [sound, sound], sounds: [[], []], music: [sound] } })
  })

  it('has null for a scene without a voice, and no track for a film without music', async () => {
    const gathered = await gather(await filmFolder(), { images: ['photo.jpg'] })
    expect(gathered).toMatchObject({ assets: { voiceovers: [null], music: [] } })
  })

  it('downloads each address once, however many scenes show it', async () => {
    const folder = await filmFolder()
    const photo = await readFile(join(folder, 'photo.jpg'))
    const asked: string[] = []
    const host = await serve((request, response) => {
      asked.push(request.url ?? '')
      response.end(photo)
    })
    const images = [`${host}/a.jpg`, `${host}/b.jpg`, `${host}/a.jpg`, `${host}/a.jpg`]
    await expect(gather(folder, { images })).resolves.toMatchObject({ assets: { images: Array.from(images, () => fourColoursSize) } })
    expect(asked.toSorted()).toEqual(['/a.jpg', '/b.jpg'])
  })

  it('lists everything that cannot be used at once, each with its pointer and the name that the film has for it', async () => {
    const host = await serve((_request, response) => response.writeHead(404).end())
    const images = ['none.jpg', 'photo.jpg', 'empty.jpg', 'text.jpg', `${host}/gone.jpg`, 'none.jpg']
    const gathered = await gather(await filmFolder(), { images, music: 'text.jpg' })
    const faults = 'faults' in gathered ? gathered.faults : []
    expect(faults.toSorted((a, b) => a.pointer.localeCompare(b.pointer)).map(({ pointer, message }) => [pointer, message.split(' ')[0]])).toEqual([
      ['/music/source', 'text.jpg'],
      ['/scenes/0/image', 'none.jpg'],
      ['/scenes/2/image', 'empty.jpg'],
      ['/scenes/3/image', 'text.jpg'],
      ['/scenes/4/image', `${host}/gone.jpg`],
      ['/scenes/5/image', 'none.jpg'],
    ])
  })

  it('lists the faults in the order of the film', async () => {
    const gathered = await gather(await filmFolder(), { images: ['text.jpg', 'none.jpg', 'empty.jpg', 'text.jpg'] })
    const pointers = 'faults' in gathered ? gathered.faults.map(({ pointer }) => pointer) : []
    expect(pointers).toEqual(['/scenes/0/image', '/scenes/1/image', '/scenes/2/image', '/scenes/3/image'])
  })

  it('finds half a photo only when it is asked to decode, as `validate` does', async () => {
    const folder = await filmFolder()
    await expect(gather(folder, { images: ['half.jpg'] })).resolves.toHaveProperty('assets')
    await expect(gather(folder, { images: ['half.jpg'], decodeImages: true })).resolves.toMatchObject({
      faults: [{ pointer: '/scenes/0/image', message: expect.stringContaining('half.jpg') as string }],
    })
  })

  it('ends as cancelled, and not with faults', async () => {
    const controller = new AbortController()
    const host = await serve(() => controller.abort())
    const error = await thrownBy(gather(await filmFolder(), { images: [`${host}/slow.jpg`], signal: controller.signal }))
    expect(error.code).toBe('CANCELLED')
  })
})
