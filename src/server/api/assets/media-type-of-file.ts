import { open } from 'node:fs/promises'
import { fileTypeFromBuffer } from 'file-type'
import { FramefarmError } from '../../../shared/errors.ts'

/** Enough for every kind that films use. */
const headBytes = 8192

/** Kinds that have a mark of their own at their start. */
const binary = /^(image|audio|video|font)\/|^application\/ogg$/
/** Kinds that are text: what was said of them counts, where it can be true. */
const texts: Readonly<Record<string, RegExp>> = {
  'text/vtt': /^\uFEFF?WEBVTT/,
  'application/x-subrip': /-->/,
  'image/svg+xml': /<svg[\s>]/i,
}

/**
 * What a file is, by its content.
 * @param declared what its sender calls it
 * @throws ASSET_INVALID for an empty file, MEDIA_TYPE_WRONG for what no film can use
 */
export async function mediaTypeOfFile(path: string, declared: string | undefined): Promise<string> {
  const head = await headOf(path)
  if (head.length === 0) throw new FramefarmError('ASSET_INVALID', 'the file is empty')
  const mime = (await fileTypeFromBuffer(head))?.mime
  if (mime !== undefined && binary.test(mime)) return mime
  const said = declared?.split(';')[0]?.trim().toLowerCase() ?? ''
  if (texts[said]?.test(head.toString('utf8')) && !head.includes(0)) return said
  const what = mime ?? 'of no kind that can be told by its content'
  const hint = `images, sounds, videos and fonts are told by their content; ${Object.keys(texts).join(', ')} have to be named by Content-Type`
  throw new FramefarmError('MEDIA_TYPE_WRONG', `the file is ${what}, which no film uses`, { hint })
}

async function headOf(path: string): Promise<Buffer> {
  await using file = await open(path)
  const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(headBytes) })
  return buffer.subarray(0, bytesRead)
}
