import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import type { Request } from 'express'
import { FramefarmError, messageOf } from '../../shared/errors.ts'
import { parseJson } from '../../shared/parse-json.ts'
import { jsonDepth } from './json-depth.ts'
import { RetryLaterError } from './request-errors.ts'

/** A film is 8 deep; props and metadata may be deeper. */
const deepest = 64

export type ReadJson = (request: Request) => Promise<unknown>

/** Bodies of the largest size that are held at the same time while they come; many slow ones must not fill the memory. */
const mostHeld = 16
const retrySeconds = 2

/**
 * Reads JSON bodies up to a size, counted while they come (also those that say no length, or are compressed). Not by body-parser: that reads a
 * body to its end before it says that it is too large.
 * @throws REQUEST_TOO_LARGE, REQUEST_MALFORMED, MEDIA_TYPE_WRONG, SERVER_BUSY
 */
export function jsonReader(maxBytes: number): ReadJson {
  const room = { maxBytes, left: mostHeld * maxBytes }
  return async (request) => {
    checkType(request.headers['content-type'])
    if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes)
    const bytes = await read(request, room)
    if (jsonDepth(bytes, deepest) > deepest) throw new FramefarmError('REQUEST_MALFORMED', `the JSON is more than ${deepest} levels deep`)
    const parsed = parseJson(textOf(bytes))
    if ('value' in parsed) return parsed.value
    throw new FramefarmError('REQUEST_MALFORMED', `the request is not JSON at ${parsed.place}: ${parsed.message.slice(0, 200)}`)
  }
}

function checkType(type = 'none'): void {
  if (/^application\/json\s*(;\s*charset="?utf-?8"?\s*)?$/i.test(type)) return
  throw new FramefarmError('MEDIA_TYPE_WRONG', `the content type is ${type.slice(0, 200)}; allowed: application/json in UTF-8`)
}

type Room = { readonly maxBytes: number; left: number }

async function read(request: Request, room: Room): Promise<Buffer> {
  const coding = request.headers['content-encoding']?.toLowerCase() ?? 'identity'
  if (coding === 'identity') return collect(request, room)
  if (coding !== 'gzip') throw new FramefarmError('MEDIA_TYPE_WRONG', `the coding is ${coding.slice(0, 200)}; allowed: gzip, or none`)
  const inflated = request.pipe(createGunzip())
  try {
    return await collect(inflated, room)
  } catch (cause) {
    if (cause instanceof FramefarmError) throw cause
    throw new FramefarmError('REQUEST_MALFORMED', `the request is not gzip: ${messageOf(cause)}`, { cause })
  } finally {
    request.unpipe(inflated)
    inflated.destroy()
  }
}

/** Leaves the rest unread where there is too much. */
async function collect(body: Readable, room: Room): Promise<Buffer> {
  const parts: Buffer[] = []
  let bytes = 0
  try {
    for await (const part of body.iterator({ destroyOnReturn: false })) {
      const { length } = part as Buffer
      bytes += length
      room.left -= length
      if (bytes > room.maxBytes) throw tooLarge(room.maxBytes)
      if (room.left < 0) throw new RetryLaterError('SERVER_BUSY', 'so many large requests arrive that there is no room for more', retrySeconds)
      parts.push(part as Buffer)
    }
    return Buffer.concat(parts)
  } finally {
    room.left += bytes
  }
}

function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new FramefarmError('REQUEST_MALFORMED', 'the request is not UTF-8', { cause })
  }
}

function tooLarge(maxBytes: number): FramefarmError {
  return new FramefarmError('REQUEST_TOO_LARGE', `the request is larger than ${maxBytes} bytes (FRAMEFARM_MAX_BODY_BYTES)`)
}
